package org.activerouter.manager.command;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.activerouter.manager.admin.AdminClient;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.report.Printable;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * A command that the running router carries out: this process only asks it, over the admin socket, and shows the answer.
 */
final class AskCommand implements Command {
    private static final String SOCKET = "socket";
    private static final String JSON = "json";
    private static final Path USUAL_SOCKET = Path.of("/run/active-router/admin.sock");

    /** What can be one: nothing else may become a word of the request. */
    private static final Pattern SERVER = Pattern.compile("(?:[0-9.]{7,15}|\\[[0-9a-fA-F:.]{2,45}]):[0-9]{1,5}");

    /** Longer than the router lets anybody wait for its control thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Before the first policy may act the machine is looked over, which takes up to twenty. */
    private static final Duration PATIENCE_WITH_RELOAD = Duration.ofSeconds(30);

    private final Question question;

    AskCommand(Question question) {
        this.question = question;
    }

    /** Every command of this kind. */
    static List<AskCommand> all() {
        List<AskCommand> commands = new ArrayList<>();
        for (Question question : Question.values()) {
            commands.add(new AskCommand(question));
        }
        return commands;
    }

    /** What can be asked of the running router. */
    enum Question {
        /** Everything at a glance. */
        STATUS(false, "show what the running router sees and does", """
                Shows the servers with their query rates, response times and verdicts, what is redirected, how the capture,
                the kernel's rules, the active service and the state database are doing, and whatever is wrong.
                """),
        /** One server's verdict and its evidence. */
        WHY(true, "say why a server is redirected, or why it is not", """
                Says what the policy makes of a server right now: the figures, the thresholds, what is still missing for a
                redirect or a release, and what was decided about it lately.
                """),
        /** The operator's will instead of the policy's. */
        REDIRECT(true, "redirect a server's new connections, whatever its policy says", """
                Redirects new connections to the server from now on, whatever its policy and its mode say, until 'release' or
                'automatic'. What becomes of sessions that are open is the policy's 'handover'. A router of which no policy has
                mode = act makes no rules in the kernel, and says so.
                """),
        /** The same the other way. */
        RELEASE(true, "stop redirecting a server, whatever its policy says", """
                Ends a redirect, and lets none begin, until 'redirect' or 'automatic'. Sessions that were taken over go back
                to the server where no byte of them was changed; all others stay in the service to their end.
                """),
        /** Back to the policy. */
        AUTOMATIC(true, "leave a server to its policy again", """
                Ends what 'redirect' or 'release' began: the server's policy decides again.
                """),
        /** Everything off. */
        PANIC(false, "take every rule out of the kernel now, and stay out", """
                Takes every rule, set and route of the router out of the kernel within a second, and puts none back until
                'resume'. Watching goes on. New connections go to the real servers; sessions in the service end.
                Where no router runs, netfilter-scripts/down does the same.
                """),
        /** The end of a panic. */
        RESUME(false, "put the rules back after 'panic', or after a war with another program", """
                Ends a panic. Also makes the router try again after it has given up because another program kept removing
                its rules.
                """),
        /** The configuration read anew. */
        RELOAD(false, "read the configuration again", """
                Reads the configuration file again. What is wrong in it is shown, and the old one stays in force. Policies,
                services and lists of servers take effect at once; what needs a restart is named.
                """);

        private final boolean ofServer;
        private final String summary;
        private final String description;

        Question(boolean ofServer, String summary, String description) {
            this.ofServer = ofServer;
            this.summary = summary;
            this.description = description;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String name() {
        return question.word();
    }

    @Override
    public String summary() {
        return question.summary;
    }

    @Override
    public String synopsis() {
        return (question.ofServer ? "SERVER " : "") + "[OPTION]...";
    }

    @Override
    public String description() {
        return question.ofServer
                ? question.description + "SERVER is its address and port: 192.0.2.1:8888.\n"
                : question.description;
    }

    @Override
    public List<Example> examples() {
        String line = "active-router " + question.word() + (question.ofServer ? " 192.0.2.1:8888" : "");
        return List.of(new Example(line, question.summary));
    }

    @Override
    public Options options() {
        Options options = new Options()
                .addOption(
                        GeneralOptions.option(SOCKET, "FILE", "the admin socket of the router (" + USUAL_SOCKET + ")"));
        if (question == Question.STATUS) {
            options.addOption(GeneralOptions.option(JSON, "as JSON, for programs"));
        }
        return GeneralOptions.addTo(options);
    }

    @Override
    public ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException {
        List<String> words = words(line);
        Path socket = Path.of(line.getOptionValue(SOCKET, USUAL_SOCKET.toString()));
        Answer answer;
        try {
            answer = AdminClient.ask(socket, words, patience());
        } catch (IOException e) {
            return unreachable(socket, e, console);
        }
        return show(answer, console);
    }

    private Duration patience() {
        return question == Question.RELOAD ? PATIENCE_WITH_RELOAD : PATIENCE;
    }

    private List<String> words(CommandLine line) throws UsageException {
        List<String> words = new ArrayList<>(List.of(question.word()));
        List<String> arguments = line.getArgList();
        if (question.ofServer && arguments.size() != 1) {
            throw new UsageException("exactly one SERVER is expected: its address and port, 192.0.2.1:8888");
        }
        if (!question.ofServer && !arguments.isEmpty()) {
            throw new UsageException("'" + Printable.text(arguments.getFirst()) + "' is not expected");
        }
        if (question.ofServer && !SERVER.matcher(arguments.getFirst()).matches()) {
            throw new UsageException(
                    "'" + Printable.text(arguments.getFirst()) + "' is no address and port, like 192.0.2.1:8888");
        }
        words.addAll(arguments);
        if (line.hasOption(JSON)) {
            words.add(JSON);
        }
        return words;
    }

    private static ExitCode show(Answer answer, Console console) throws IOException {
        if (answer.outcome() == Answer.Outcome.DONE) {
            console.print(answer.text());
            return ExitCode.OK;
        }
        console.say(answer.text().strip());
        return switch (answer.outcome()) {
            case DONE -> ExitCode.OK;
            case WRONG -> ExitCode.USAGE;
            case REFUSED -> ExitCode.REFUSED;
        };
    }

    private ExitCode unreachable(Path socket, IOException e, Console console) {
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            console.say(socket + " may not be opened: only the router's user and root may");
            return ExitCode.NOT_PERMITTED;
        }
        if (e instanceof SocketTimeoutException) {
            console.say(
                    "the router behind " + socket + " gave no answer within "
                            + patience().toSeconds()
                            + " s: it stands still. Its redirects end by themselves; netfilter-scripts/down takes out all its rules");
            return ExitCode.UNAVAILABLE;
        }
        String reason = e instanceof SocketException ? "" : " (" + e.getMessage() + ")";
        console.say("no router answers on " + socket + reason
                + ": is one running here ('active-router run'), with this admin.socket?");
        return ExitCode.UNAVAILABLE;
    }
}
