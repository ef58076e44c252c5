package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class UsageErrorTest {
    @ParameterizedTest
    @MethodSource("wrongLines")
    void aWrongCommandLineSaysWhatIsWrongAndWhereToLook(String line, String message, String hint) {
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err().lines()).containsExactly("active-router: " + message, hint);
        assertThat(run.out()).isEmpty();
    }

    static Stream<Arguments> wrongLines() {
        String program = "Try: active-router --help";
        String analyze = "Try: active-router analyze --help";
        return Stream.of(
                arguments("", "no command given: one of analyze", program),
                arguments("analyse", "unknown command analyse; did you mean analyze? Commands: analyze", program),
                arguments("frobnicate", "unknown command frobnicate Commands: analyze", program),
                arguments("--verison", "unknown option --verison; did you mean --version? Commands: analyze", program),
                arguments("analyze", "no capture file given (- is standard input)", analyze),
                arguments("analyze --jsn x", "unknown option --jsn; did you mean --json?", analyze),
                arguments("analyze --lear x", "unknown option --lear; did you mean --learn?", analyze),
                arguments("analyze -q x", "unknown option -q; did you mean -h?", analyze),
                arguments("analyze --port", "option --port needs a value: P=PROTOCOL", analyze));
    }

    @ParameterizedTest
    @MethodSource("wrongPorts")
    void aWrongPortSaysWhichOneAndWhy(List<String> ports, String message) {
        String[] line = Stream.concat(Stream.of("analyze"), Stream.concat(ports.stream(), Stream.of("x")))
                .toArray(String[]::new);

        CommandRun run = CommandRun.of(line);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err().lines().findFirst()).hasValue("active-router: " + message);
        assertThat(run.out()).isEmpty();
    }

    static Stream<Arguments> wrongPorts() {
        String range = " is not a TCP port, which is a number from 1 to 65535";
        return Stream.of(
                arguments(List.of("--port", "0=opennap"), "--port 0=opennap: '0'" + range),
                arguments(List.of("--port=65536=opennap"), "--port 65536=opennap: '65536'" + range),
                arguments(
                        List.of("--port", "99999999999=opennap"), "--port 99999999999=opennap: '99999999999'" + range),
                arguments(List.of("--port", "-1=opennap"), "--port -1=opennap: '-1'" + range),
                arguments(List.of("--port", "http=opennap"), "--port http=opennap: 'http'" + range));
    }
}
