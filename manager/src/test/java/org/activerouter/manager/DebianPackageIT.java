package org.activerouter.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package that the build has left, unpacked by Debian's own tool. */
final class DebianPackageIT {
    private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));
    private static final List<String> PART_OF_EVERY_DEBIAN = List.of("coreutils", "mawk");

    @TempDir
    private Path folder;

    private final Image image = new Image();
    private Path control;
    private Path tree;

    @BeforeEach
    void unpack() throws Exception {
        String file = newestPackage().toString();
        control = folder.resolve("control");
        tree = folder.resolve("tree");
        assertThat(debian("-e", file, control.toString()).code()).isZero();
        assertThat(debian("-x", file, tree.toString()).code()).isZero();
    }

    @Test
    void theProgramRunsFromWhereThePackagePutsIt() throws Exception {
        Path command = tree.resolve("usr/bin/active-router");

        Image.Ran ran = image.run(Map.of("JAVA_HOME", THIS_JAVA.toString()), command, "--version");

        assertThat(command).isSymbolicLink();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("active-router ");
    }

    @Test
    void everythingOfTheImageIsInIt() throws Exception {
        try (var files = Files.walk(Image.FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path packed = tree.resolve(placeOf(Image.FOLDER.relativize(file)));
                assertThat(packed).hasSameBinaryContentAs(file);
                assertThat(Files.isExecutable(packed)).as("%s", packed).isEqualTo(Files.isExecutable(file));
            }
        }
    }

    @Test
    void theConfigurationIsTheOperatorsAndOnlyObserves() throws Exception {
        String configuration = tree.resolve("etc/active-router/router.conf").toString();

        Image.Ran ran = image.run(
                Map.of("JAVA_HOME", THIS_JAVA.toString()),
                tree.resolve("usr/bin/active-router"),
                "check",
                configuration);

        assertThat(control.resolve("conffiles")).hasContent("/etc/active-router/router.conf");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .containsPattern("policies\\.\\w+\\.mode = observe")
                .doesNotContain("mode = act");
    }

    @Test
    void everyPathOfTheUnitIsInstalled() throws Exception {
        String unit = Files.readString(tree.resolve("usr/lib/systemd/system/active-router.service"));

        List<String> paths = Pattern.compile("/(?:usr|etc)/[^\\s,;]*\\w")
                .matcher(unit)
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(paths).contains("/usr/lib/active-router/netfilter-scripts/down");
        assertThat(paths)
                .filteredOn(path -> !path.startsWith("/etc/systemd/"))
                .allSatisfy(path -> assertThat(tree.resolve(path.substring(1))).exists());
    }

    /** The pre-flight says behind each program that it needs which Debian package has it. */
    @Test
    void whateverThePreflightAsksForIsDependedOn() throws Exception {
        String needed = Files.readString(Image.FOLDER.resolve("netfilter-scripts/preflight"))
                .lines()
                .filter(line -> line.contains("for tool in"))
                .findFirst()
                .orElseThrow();

        List<String> packages = Pattern.compile("\\w\"?:(\\w+)")
                .matcher(needed)
                .results()
                .map(found -> found.group(1))
                .filter(each -> !PART_OF_EVERY_DEBIAN.contains(each))
                .distinct()
                .toList();

        assertThat(packages).contains("iptables", "ipset", "iproute2");
        assertThat(control.resolve("control")).content().contains(packages).contains("conntrack", "libpcap0.8");
    }

    @Test
    void itsScriptsStopTheServiceFirstAndForgetTheHistoryLast() throws Exception {
        assertThat(control.resolve("prerm"))
                .isExecutable()
                .content()
                .contains("stop active-router.service")
                .as("what an interrupted preparation leaves, too")
                .contains("active-router.aot*");
        assertThat(control.resolve("postinst")).isExecutable().content().contains("daemon-reload");
        assertThat(control.resolve("postrm")).isExecutable().content().contains("rm -rf /var/lib/active-router\n");
    }

    private Image.Ran debian(String... arguments) throws Exception {
        return image.run(Map.of(), Path.of("/usr/bin/dpkg-deb"), arguments);
    }

    /** A build of another version may have left its own beside it. */
    private static Path newestPackage() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("active-router.packages")))) {
            return files.filter(file -> file.toString().endsWith("_all.deb"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    private static Path placeOf(Path file) {
        return file.startsWith("systemd")
                ? Path.of("usr/lib/systemd/system").resolve(file.getFileName())
                : Path.of("usr/lib/active-router").resolve(file);
    }
}
