package org.activerouter.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image as an operator has it: {@code bin/active-router} as a process. */
final class LauncherIT {
    private static final Path LAUNCHER = Image.LAUNCHER;
    private static final String THIS_JAVA = System.getProperty("java.home");

    @TempDir
    private Path folder;

    private final Image image = new Image();

    @Test
    void itRunsOnTheJavaThatJavaHomeNames() throws Exception {
        Image.Ran ran = image.run(
                Map.of("JAVA_HOME", THIS_JAVA, "ACTIVE_ROUTER_JVM_DIR", "/nonexistent"), LAUNCHER, "--version");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("active-router ");
    }

    @Test
    void aJavaHomeThatIsNoneIsPassedOver() throws Exception {
        Path jvms = jvmsWith("newer", THIS_JAVA);

        Image.Ran ran = image.run(
                Map.of("JAVA_HOME", "/nonexistent", "ACTIVE_ROUTER_JVM_DIR", jvms.toString()), LAUNCHER, "--version");

        assertThat(ran.code()).isZero();
    }

    @Test
    void theNewestInstalledJavaIsTaken() throws Exception {
        Path jvms = jvmsWith("z-newest", THIS_JAVA);
        pretendJava(jvms.resolve("a-old"), "17.0.15");

        Image.Ran ran = image.run(Map.of("ACTIVE_ROUTER_JVM_DIR", jvms.toString()), LAUNCHER, "--version");

        assertThat(ran.code()).isZero();
    }

    @Test
    void aJavaOnThePathIsTheLastResort() throws Exception {
        Image.Ran ran = image.run(
                Map.of("ACTIVE_ROUTER_JVM_DIR", "/nonexistent", "PATH", THIS_JAVA + "/bin:/usr/bin:/bin"),
                LAUNCHER,
                "--version");

        assertThat(ran.code()).isZero();
    }

    @Test
    void withoutAJavaItSaysWhatWasFoundAndWhatToInstall() throws Exception {
        pretendJava(folder.resolve("seventeen"), "17.0.15");
        pretendJava(folder.resolve("jvms/eleven"), "11.0.2");

        Image.Ran ran = image.run(
                Map.of(
                        "JAVA_HOME", folder.resolve("seventeen").toString(),
                        "ACTIVE_ROUTER_JVM_DIR", folder.resolve("jvms").toString(),
                        "PATH", pathWithoutJava().toString()),
                LAUNCHER,
                "--version");

        assertThat(ran.code()).isEqualTo(69);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("no Java of release 21 or later")
                .contains(folder.resolve("seventeen") + " is Java 17")
                .contains(folder.resolve("jvms/eleven") + " is Java 11")
                .contains("apt-get install openjdk-21-jre-headless");
    }

    @Test
    void itRunsFromAPathWithBlanksThroughSymbolicLinks() throws Exception {
        Path moved = folder.resolve("a path  with blanks/active router");
        copy(Image.FOLDER, moved);
        Path first = Files.createSymbolicLink(folder.resolve("first link"), moved.resolve("bin/active-router"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first link"));

        assertThat(image.run(Map.of(), first, "--version").code()).isZero();
        assertThat(image.run(Map.of(), second, "--version").code()).isZero();
    }

    @Test
    void anIncompleteInstallationIsSaid() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("half/bin"));
        Path launcher = Files.copy(LAUNCHER, bin.resolve("active-router"), StandardCopyOption.COPY_ATTRIBUTES);

        Image.Ran ran = image.run(Map.of(), launcher, "--version");

        assertThat(ran.code()).isEqualTo(69);
        assertThat(ran.err()).contains("does not hold the program");
    }

    @Test
    void furtherOptionsReachTheVirtualMachine() throws Exception {
        Image.Ran ran = image.run(Map.of("ACTIVE_ROUTER_OPTS", "-Xmx100m -XX:+PrintFlagsFinal"), LAUNCHER, "--version");

        assertThat(ran.out()).containsPattern("MaxHeapSize *= 104857600");
    }

    /** Sixteen GiB: a size that an operator may write, and that no machine of these tests has. */
    @Test
    void aRouterThatCouldNotKeepWhatItMayIsNotStarted() throws Exception {
        Path configuration = Files.writeString(folder.resolve("router.conf"), """
                capture { servers-side = [a] }
                services { web { protocol = http, ports = [80], policy = slow, service = http-cache } }
                policies { slow { response-time { high = 200ms, low = 100ms } } }
                http-cache.size = 16GiB
                """);

        Image.Ran ran = image.run(Map.of(), LAUNCHER, "run", "--config", configuration.toString());

        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err()).contains("lets the router keep up to ", " MiB in memory", "ACTIVE_ROUTER_OPTS=-Xmx");
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        Image.Ran ran = image.run(Map.of(), LAUNCHER, "a  $HOME `b` *");

        assertThat(ran.code()).isEqualTo(64);
        assertThat(ran.err()).contains("unknown command a  $HOME `b` *");
    }

    @Test
    void aReaderThatLeavesEarlyEndsItQuietly() throws Exception {
        Image.Ran ran = image.run(
                Map.of(),
                Path.of("/bin/bash"),
                "-c",
                "\"$0\" --help | head -n 1; exit ${PIPESTATUS[0]}",
                LAUNCHER.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines()).hasSize(1);
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        Image.Ran ran = image.run(Map.of(), Path.of("/bin/sh"), "-c", "\"$0\" --help >/dev/full", LAUNCHER.toString());

        assertThat(ran.code()).isEqualTo(74);
        assertThat(ran.err()).startsWith("active-router: cannot write to standard output: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "de_DE", "tr_TR.UTF-8"})
    void filesAreFoundWhateverTheLocaleIs(String locale) throws Exception {
        // Named by a shell: this test may run in such a locale itself.
        String script =
                "file=$(printf 'Gr\\303\\266\\303\\237e 1.pcap'); cp \"$1\" \"$2/$file\"; exec \"$0\" analyze \"$2/$file\"";

        Image.Ran ran = image.run(
                Map.of("LC_ALL", locale),
                Path.of("/bin/sh"),
                "-c",
                script,
                LAUNCHER.toString(),
                Image.FOLDER.resolve("captures/basic.pcap").toString(),
                folder.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("124 packets, 13.8 kB");
    }

    /** What was begun by then, rules in the kernel too, has to be ended. */
    @Test
    void aSignalThatComesWhileTheRouterStartsIsHeardInGoodOrder() throws Exception {
        Path slow = folder.resolve("slow");
        copy(Image.FOLDER, slow);
        Path looking = folder.resolve("looking");
        Files.writeString(
                slow.resolve("netfilter-scripts/preflight"),
                "#!/bin/sh\ntouch " + looking + "\nsleep 2\nprintf 'refuse\\tnot fit\\tnothing\\n'\nexit 1\n");
        Path configuration = Files.writeString(folder.resolve("router.conf"), """
                capture { servers-side = [a], clients-side = [b] }
                services { directory { protocol = opennap, policy = slow } }
                policies { slow { mode = act, response-time { high = 200ms, low = 100ms } } }
                """);

        Process router = new ProcessBuilder(
                        slow.resolve("bin/active-router").toString(), "run", "--config", configuration.toString())
                .redirectErrorStream(true)
                .start();
        while (router.isAlive() && !Files.exists(looking)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        router.destroy();

        assertThat(router.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(router.exitValue()).as(() -> said(router)).isEqualTo(71);
    }

    private static String said(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatJavaHasLearntInAPreparationIsUsedFromThenOn() throws Exception {
        Path prepared = folder.resolve("prepared image");
        copy(Image.FOLDER, prepared);
        Path launcher = prepared.resolve("bin/active-router");

        Image.Ran ran = image.run(Map.of("JAVA_HOME", THIS_JAVA), launcher, "prepare");

        assertThat(ran.out()).isEmpty();
        if (Runtime.version().feature() < 25) {
            assertThat(ran.code()).isEqualTo(69);
            assertThat(ran.err()).contains("takes Java 25 or later");
            return;
        }
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(classesComeFrom(launcher)).contains("shared objects file");
        try (Stream<Path> left = Files.list(prepared.resolve("lib"))) {
            assertThat(left.map(file -> file.getFileName().toString()).filter(name -> name.contains(".aot")))
                    .containsExactly("active-router.aot");
        }
        exchange(prepared);
        assertThat(classesComeFrom(launcher)).contains("active-router-manager").doesNotContain("shared objects file");
    }

    /** Puts a file in the place of one of the program's, with the same date: builds give all of them the same. */
    private static void exchange(Path image) throws IOException {
        try (Stream<Path> files = Files.list(image.resolve("lib"))) {
            Path old = files.filter(file -> file.getFileName().toString().startsWith("active-router-manager"))
                    .findFirst()
                    .orElseThrow();
            Path other = Files.copy(old, image.resolve("other"), StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(other, old, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String classesComeFrom(Path launcher) throws Exception {
        return image.run(
                        Map.of("JAVA_HOME", THIS_JAVA, "ACTIVE_ROUTER_OPTS", "-Xlog:class+load:stdout"),
                        launcher,
                        "--version")
                .out()
                .lines()
                .filter(line -> line.contains("org.activerouter.manager.command.Program "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPreparationThatDoesNotFitIsLeftAsideWithoutAWord() throws Exception {
        Path other = folder.resolve("other");
        copy(Image.FOLDER, other);
        Files.write(other.resolve("lib/active-router.aot"), new byte[100_000]);

        Image.Ran ran = image.run(Map.of("JAVA_HOME", THIS_JAVA), other.resolve("bin/active-router"), "--version");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).singleElement().asString().startsWith("active-router ");
    }

    private Path jvmsWith(String name, String java) throws IOException {
        Path jvms = Files.createDirectories(folder.resolve("jvms"));
        Files.createSymbolicLink(jvms.resolve(name), Path.of(java));
        return jvms;
    }

    /** A folder that says it is a Java of that version, and fails when it is started. */
    private static void pretendJava(Path home, String version) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("/bin/false"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private Path pathWithoutJava() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("sh", "readlink", "dirname", "cat", "sed")) {
            Path real = Files.exists(Path.of("/bin", tool)) ? Path.of("/bin", tool) : Path.of("/usr/bin", tool);
            Files.createSymbolicLink(bin.resolve(tool), real);
        }
        return bin;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
