package org.activerouter.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.relay.Namespace;
import org.activerouter.proxy.relay.RelayNetwork;

/** nginx, Apache httpd and a server of WebSockets as they come from Debian, in one namespace; the first two with the same files. */
final class ThirdParties implements AutoCloseable {
    private static final String NGINX = """
            daemon off;
            master_process off;
            user root;
            pid HOME/nginx.pid;
            error_log stderr warn;
            events { worker_connections 512; }
            http {
                access_log off;
                client_max_body_size 0;
                client_body_temp_path HOME/body;
                proxy_temp_path HOME/temp;
                fastcgi_temp_path HOME/fastcgi;
                uwsgi_temp_path HOME/uwsgi;
                scgi_temp_path HOME/scgi;
                server {
                    listen ASKED;
                    listen DIRECT;
                    root HOME/files;
                    location /put/ { dav_methods PUT DELETE; alias HOME/nginx-put/; client_body_buffer_size 16k; }
                }
            }
            """;

    private static final String APACHE = """
            ServerRoot HOME
            ServerName members.example
            PidFile HOME/apache.pid
            Listen ASKED
            Listen DIRECT
            User www-data
            Group www-data
            DocumentRoot HOME/files
            ErrorLog HOME/apache.log
            DavLockDB HOME/apache-put/.lock
            Alias /put HOME/apache-put
            <Directory />
                Require all granted
            </Directory>
            <Directory HOME/apache-put>
                Dav On
            </Directory>
            """;

    private final List<Process> processes = new ArrayList<>();
    private final Path home = Files.createTempDirectory("third-parties");
    private final Namespace node;

    ThirdParties(Namespace node) throws IOException {
        this.node = node;
        for (String each : List.of("files", "nginx-put", "apache-put")) {
            allow(Files.createDirectory(home.resolve(each)));
        }
        allow(home);
        Files.writeString(file("hello.txt"), "hello, world\n");
        byte[] large = new byte[8 << 20];
        new Random(7).nextBytes(large);
        Files.write(file("large.bin"), large);
    }

    /** Apache does not work as root. */
    private static void allow(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    Path file(String name) {
        return home.resolve("files").resolve(name);
    }

    /** What was put on a server. */
    Path put(String server, String name) {
        return home.resolve(server + "-put").resolve(name);
    }

    Path home() {
        return home;
    }

    /** Starts it where clients ask for it, and where they come directly. */
    void nginx(Endpoint at, Endpoint direct) throws IOException {
        Path configuration = home.resolve("nginx.conf");
        Files.writeString(configuration, settled(NGINX, at, direct));
        start("nginx", "-e", "stderr", "-c", configuration.toString());
    }

    /** Likewise. */
    void apache(Endpoint at, Endpoint direct) throws IOException {
        Path configuration = home.resolve("apache.conf");
        Files.writeString(configuration, modules() + settled(APACHE, at, direct));
        start("apache2", "-X", "-f", configuration.toString());
    }

    /** Likewise; it says back what it hears. Both addresses are the same but for the port. */
    void websocket(Endpoint at, Endpoint direct) throws IOException {
        String host = at.address().getHostAddress();
        start(websocket("serve", host, String.valueOf(at.port()), String.valueOf(direct.port())));
    }

    /** The command of its library, as a server or a client: of Debian's own Python, whichever other one there is. */
    static String[] websocket(String... arguments) {
        String script = Path.of(URI.create(Objects.requireNonNull(ThirdParties.class.getResource("websocket.py"))
                        .toString()))
                .toString();
        return Stream.concat(Stream.of("/usr/bin/python3", script), Stream.of(arguments))
                .toArray(String[]::new);
    }

    private String settled(String configuration, Endpoint at, Endpoint direct) {
        return configuration
                .replace("HOME", home.toString())
                .replace("ASKED", at.toString())
                .replace("DIRECT", direct.toString());
    }

    private static String modules() {
        StringBuilder lines = new StringBuilder();
        for (String each : List.of("mpm_event", "authz_core", "alias", "dav", "dav_fs")) {
            lines.append("LoadModule ")
                    .append(each)
                    .append("_module /usr/lib/apache2/modules/mod_")
                    .append(each)
                    .append(".so\n");
        }
        return lines.toString();
    }

    private void start(String... command) throws IOException {
        ProcessBuilder builder = RelayNetwork.inNode(node, command);
        processes.add(builder.redirectErrorStream(true)
                .redirectOutput(
                        home.resolve(Path.of(command[0]).getFileName() + ".out").toFile())
                .start());
    }

    /** Runs a program to its end in a node, and returns what it printed. */
    static byte[] run(Namespace where, Path input, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = RelayNetwork.inNode(where, command);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return said;
    }

    @Override
    public void close() throws IOException {
        for (Process each : processes) {
            each.descendants().forEach(ProcessHandle::destroyForcibly);
            each.destroyForcibly();
        }
        List<Path> all;
        try (var walk = Files.walk(home)) {
            all = new ArrayList<>(walk.toList());
        }
        for (Path each : all.reversed()) {
            Files.deleteIfExists(each);
        }
    }
}
