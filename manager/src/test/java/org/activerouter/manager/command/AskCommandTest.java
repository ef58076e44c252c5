package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.activerouter.manager.admin.AdminSocket;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.admin.Requests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AskCommandTest {
    private static final String SERVER = "192.0.2.1:8888";

    @TempDir
    Path folder;

    private Path socket;
    private @Nullable AdminSocket router;

    @BeforeEach
    void nameTheSocket() {
        socket = folder.resolve("admin.sock");
    }

    @AfterEach
    void endTheRouter() {
        if (router != null) {
            router.close();
        }
    }

    private CommandRun ask(Requests requests, String... arguments) throws IOException {
        router = AdminSocket.open(socket, requests);
        return CommandRun.of(withSocket(arguments));
    }

    private String[] withSocket(String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of("--socket", socket.toString()))
                .toArray(String[]::new);
    }

    @Test
    void whatTheRouterSaysIsShown() throws IOException {
        CommandRun run = ask(words -> Answer.done("two\nlines\n"), "why", SERVER);

        assertThat(run).isEqualTo(new CommandRun(ExitCode.OK, "two\nlines\n", ""));
    }

    @ParameterizedTest
    @CsvSource({"WRONG, USAGE", "REFUSED, REFUSED"})
    void whatWasNotDoneHasAnExitCodeOfItsOwn(Answer.Outcome outcome, ExitCode code) throws IOException {
        CommandRun run = ask(words -> new Answer(outcome, "because\n"), "panic");

        assertThat(run).isEqualTo(new CommandRun(code, "", "active-router: because\n"));
    }

    @Test
    void programsAskForJson() throws IOException {
        CommandRun run = ask(words -> Answer.done(String.join(" ", words) + "\n"), "status", "--json");

        assertThat(run.out()).isEqualTo("status json\n");
    }

    @Test
    void whereNoRouterRunsThatIsSaid() {
        CommandRun run = CommandRun.of(withSocket("status"));

        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err())
                .isEqualTo("active-router: no router answers on " + socket
                        + ": is one running here ('active-router run'), with this admin.socket?\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"directory:8888", "192.0.2.1:8888\nstatus", "192.0.2.1:88 status", "192.0.2.1", "::1:80", ":80"})
    void whatIsNoServerIsRefusedBeforeAnybodyIsAsked(String server) {
        CommandRun run = CommandRun.of(withSocket("why", server));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("is no address and port, like " + SERVER).doesNotContain("\nstatus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"why", "redirect", "release", "automatic"})
    void aServerIsNeeded(String command) {
        assertThat(CommandRun.of(withSocket(command)).err()).contains("exactly one SERVER is expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "panic", "resume", "reload"})
    void nothingElseIsExpected(String command) {
        CommandRun run = CommandRun.of(withSocket(command, "all"));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'all' is not expected");
    }
}
