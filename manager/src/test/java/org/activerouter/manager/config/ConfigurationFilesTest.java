package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationFilesTest {
    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Without the folder, which is another one each time. */
    private List<String> problems(Path file) {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class, () -> RouterConfiguration.read(file, Configurations.KNOWN));
        return e.problems().stream()
                .map(problem -> problem.text().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void whatIsIncludedTellsItsOwnFileAndLine() throws IOException, ConfigurationException {
        write("policies/common.conf", "\n\npolicies { slow { response-time { high = 200ms, low = 100ms } } }");
        write("policies/all.conf", "include file(\"common.conf\")");
        Path file = write(
                "router.conf",
                "include required(\"policies/all.conf\")\ncapture.servers-side = [eth1]\n"
                        + "services.d { protocol = opennap, policy = slow }");

        RouterConfiguration read = RouterConfiguration.read(file, Configurations.KNOWN);

        assertThat(read.effective())
                .filteredOn(value -> value.path().equals("policies.slow.response-time.high"))
                .extracting(EffectiveValue::origin)
                .containsExactly(folder.resolve("policies/common.conf") + ":3");
    }

    @Test
    void aMistakeInAnIncludedFileIsToldThere() throws IOException {
        write("more.conf", "# one\nnetfilter.lease = 3\nrelay.idle = 1ms");
        Path file = write("router.conf", Configurations.LEAST + "relay.queued = 1\ninclude \"more.conf\"");

        assertThat(problems(file))
                .containsExactly(
                        "more.conf:2: netfilter.lease: expected a duration with its unit, from 1s to 30s, not 3",
                        "more.conf:3: relay.idle: expected a duration with its unit, from 1s to 7d, not '1ms'",
                        "router.conf:4: relay.queued: expected a size with its unit, from 1MiB to 16GiB, not 1");
    }

    @Test
    void aSectionThatTwoFilesContributeToIsToldAtTheFirst() throws IOException {
        write("more.conf", "policies.slow.window = 5m");
        Path file = write("router.conf", Configurations.LEAST + "include \"more.conf\"");

        assertThat(problems(file))
                .singleElement()
                .asString()
                .matches("(router.conf:3|more.conf:1): policies.slow.hold: .*");
    }

    @Test
    void aFileMaySetAnewWhatItIncludes() throws IOException, ConfigurationException {
        write("least.conf", Configurations.LEAST);
        Path file = write("router.conf", "include \"least.conf\"\ncapture.servers-side = [eth7]");

        assertThat(RouterConfiguration.read(file, Configurations.KNOWN)
                        .capture()
                        .serversSide())
                .containsExactly("eth7");
    }

    @Test
    void onlyFilesThatExistCanBeIncluded() throws IOException {
        Path file = write("router.conf", """
                include url("http://192.0.2.1/router.conf")
                include classpath("version.txt")
                include "policeis.conf"
                include "router.conf"
                include "http://192.0.2.1/router.conf"
                include "/dev/zero"
                include "."
                """);

        assertThat(problems(file))
                .containsExactly(
                        "router.conf:1: a URL cannot be included, only a file",
                        "router.conf:2: a resource of the class path cannot be included, only a file",
                        "router.conf:3: cannot include policeis.conf: there is no such file",
                        "router.conf:4: includes itself",
                        "router.conf:5: cannot include http:/192.0.2.1/router.conf: there is no such file",
                        "router.conf:6: cannot include /dev/zero: it is no regular file",
                        "router.conf:7: cannot include .: it is no regular file");
    }

    @Test
    void aWrongIncludeHidesNoMistakeButExcusesWhatIsMissing() throws IOException {
        Path file = write(
                "router.conf",
                "include \"nowhere.conf\"\nservices.a { protocol = opennpa, policy = elsewhere }\nnetfilter.lease = 1ms");

        assertThat(problems(file))
                .containsExactly(
                        "router.conf:1: cannot include nowhere.conf: there is no such file",
                        "router.conf:2: services.a.protocol: there is no protocol 'opennpa'; did you mean opennap? (known:"
                                + " jxta, opennap)",
                        "router.conf:3: netfilter.lease: expected a duration with its unit, from 1s to 30s, not '1ms'");
    }

    @Test
    void aSyntaxErrorOfAnIncludedFileHidesNoOther() throws IOException {
        write("a.conf", "x = [\n");
        write("b.conf", "y = }\n");
        Path file = write("router.conf", "include \"a.conf\"\ninclude \"b.conf\"");

        assertThat(problems(file)).hasSize(2).first().asString().startsWith("a.conf:2: ");
    }

    @Test
    void whatIsNotClosedIsToldWithTheLineWhereItBegan() throws IOException {
        assertThat(problems(write("brace.conf", "a = 1\nrelay {\n  idle = 2h\nlog { level = info }\n")))
                .containsExactly("brace.conf:5: the { of line 2 is never closed");
        assertThat(problems(write("bracket.conf", "a {\n b = [ 1,\n 2\n")))
                .containsExactly("bracket.conf:4: the [ of line 2 is never closed");
        assertThat(problems(write("quote.conf", "a = 1\nb = [\"eth1, \"eth2\"]\nc = \"x")))
                .containsExactly(
                        "quote.conf:2: a quotation mark is not closed in its line",
                        "quote.conf:3: a quotation mark is not closed in its line");
    }

    @Test
    void theLibrarysAdviceToProgrammersIsLeftOut() throws IOException {
        assertThat(problems(write("a.conf", "relay { idle = }")))
                .containsExactly("a.conf:1: Expecting a value but got wrong token: '}'");
    }

    @Test
    void filesThatIncludeEachOtherEnd() throws IOException {
        write("a.conf", "include \"b.conf\"");
        write("b.conf", "\ninclude \"a.conf\"");

        assertThat(problems(folder.resolve("a.conf"))).containsExactly("b.conf:2: includes itself");
    }

    @Test
    void filesThatDoubleEachTimeEnd() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("f" + i, ("include \"f" + (i + 1) + "\"\n").repeat(2));
        }
        write("f20", "");

        assertThat(problems(folder.resolve("f0"))).contains("f0:2: would be more than 32 files together");
    }

    @Test
    void whatCannotBeReadSaysWhy() throws IOException {
        Path latin = Files.write(
                folder.resolve("latin.conf"), "a = 1\nb = \"\u00fc\"".getBytes(StandardCharsets.ISO_8859_1));
        Path huge = write("huge.conf", "#\n".repeat(ConfigurationFiles.MOST_BYTES));

        assertThat(problems(latin)).containsExactly("latin.conf: cannot be read: line 2 is not in UTF-8");
        assertThat(problems(huge)).containsExactly("huge.conf: cannot be read: it is longer than 256 KiB");
        assertThat(problems(folder.resolve("none.conf"))).containsExactly("none.conf: there is no such file");
        assertThat(problems(folder)).singleElement().asString().endsWith("cannot be read: it is a directory");
    }

    @Test
    void neitherTheEnvironmentNorAnotherKeyIsSubstituted() throws IOException {
        Path file = write("router.conf", "a = 1\nadmin.socket = ${PATH}\nb = ${a}\nc += 2\n# ${no}\nd = \"${text}\"");

        assertThat(problems(file))
                .containsExactly(
                        "router.conf:2: ${...} is not used here (a value has to stand where it is used, and must not depend on"
                                + " who starts the program)",
                        "router.conf:3: ${...} is not used here (a value has to stand where it is used, and must not depend on"
                                + " who starts the program)",
                        "router.conf:4: += is not used here (write the whole list in one place)");
    }
}
