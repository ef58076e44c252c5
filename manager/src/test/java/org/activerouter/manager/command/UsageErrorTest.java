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
        String observe = "Try: active-router observe --help";
        String commands =
                "analyze, observe, check, rehearse, run, status, why, redirect, release, automatic, panic, resume, reload, prepare";
        String interval = ": not a number of seconds from 0.1 to 3600";
        return Stream.of(
                arguments("", "no command given: one of " + commands, program),
                arguments("analyse", "unknown command analyse; did you mean analyze? Commands: " + commands, program),
                arguments("frobnicate", "unknown command frobnicate. Commands: " + commands, program),
                arguments(
                        "--verison",
                        "unknown option --verison; did you mean --version? Commands: " + commands,
                        program),
                arguments("analyze", "no capture file given (- is standard input)", analyze),
                arguments("analyze --jsn x", "unknown option --jsn; did you mean --json?", analyze),
                arguments("analyze --lear x", "unknown option --lear; did you mean --learn?", analyze),
                arguments("analyze -q x", "unknown option -q; did you mean -h?", analyze),
                arguments("analyze - x -", "standard input (-) can be read only once", analyze),
                arguments("observe", "no interface given: -i IFACE (ip link shows which there are)", observe),
                arguments(
                        "observe -i lo eth0",
                        "'eth0' is not expected: interfaces are given with -i, files are read by analyze",
                        observe),
                arguments(
                        "observe -i lo --interface lo",
                        "interface lo was given twice: its packets would count twice",
                        observe),
                arguments("observe -i lo --interval", "option --interval needs a value: S", observe),
                arguments("observe -i lo --interval 0", "--interval 0" + interval, observe),
                arguments("observe -i lo --interval .", "--interval ." + interval, observe),
                arguments("observe -i lo --interval 3601", "--interval 3601" + interval, observe),
                arguments("observe -i lo --interval -1", "--interval -1" + interval, observe),
                arguments("observe -i lo --interval 1e9", "--interval 1e9" + interval, observe),
                arguments("check", "no configuration file given", "Try: active-router check --help"),
                arguments("check a b", "only one file can be checked", "Try: active-router check --help"),
                arguments("check --sample a", "--sample stands alone", "Try: active-router check --help"),
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
                arguments(List.of("--port", "http=opennap"), "--port http=opennap: 'http'" + range),
                arguments(
                        List.of("--port", "7777"),
                        "--port 7777: needs a protocol after the port, as in --port 7777=PROTOCOL. Known: http, jxta, opennap, turns"),
                arguments(
                        List.of("--port", "7777=opennpa"),
                        "--port 7777=opennpa: unknown protocol 'opennpa'; did you mean opennap? Known: http, jxta, opennap, turns"),
                arguments(
                        List.of("--port", "7777=smtp"),
                        "--port 7777=smtp: unknown protocol 'smtp'. Known: http, jxta, opennap, turns"),
                arguments(
                        List.of("--port", "7777=opennap", "--port", "8888=opennap", "--port", "7777=opennap"),
                        "--port 7777=opennap: port 7777 was already given, with opennap"));
    }
}
