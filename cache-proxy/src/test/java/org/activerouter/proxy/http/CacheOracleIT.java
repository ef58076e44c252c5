package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.HttpCacheSettings;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cache beside nginx's, with the same server behind and the same two requests before each: which of them reach the server, and what
 * the second client gets. Where nginx is known to do otherwise than RFC 9111 says (it heeds no directives of requests, makes no
 * exception for Authorization, and guesses no freshness), nothing is compared.
 */
@Timeout(60)
class CacheOracleIT {
    private static final String NGINX = """
            daemon off;
            master_process off;
            user root;
            pid HOME/pid;
            error_log stderr warn;
            events { worker_connections 64; }
            http {
                access_log off;
                client_body_temp_path HOME/body;
                proxy_temp_path HOME/temp;
                fastcgi_temp_path HOME/fastcgi;
                uwsgi_temp_path HOME/uwsgi;
                scgi_temp_path HOME/scgi;
                proxy_cache_path HOME/cache keys_zone=all:1m;
                server {
                    listen 127.0.0.1:PORT;
                    location / {
                        proxy_pass http://127.0.0.1:ORIGIN;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_cache all;
                        proxy_cache_revalidate on;
                    }
                }
            }
            """;

    private static volatile String answer;
    private static Origin behindNginx;
    private static Origin behindOurs;
    private static Proxy ours;
    private static Process nginx;
    private static Path home;
    private static int port;
    private static int target;

    @BeforeAll
    static void begin() throws Exception {
        behindNginx = Origin.with(CacheOracleIT::serve);
        behindOurs = Origin.with(CacheOracleIT::serve);
        ours = new Proxy(
                HttpLimits.defaults(),
                behindOurs.endpoint(),
                new HttpCache(new HttpCacheSettings(1 << 20, 1 << 18, Duration.ZERO)));
        home = Files.createTempDirectory("oracle");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path configuration = home.resolve("nginx.conf");
        Files.writeString(
                configuration,
                NGINX.replace("HOME", home.toString())
                        .replace("PORT", "" + port)
                        .replace("ORIGIN", "" + behindNginx.endpoint().port()));
        nginx = new ProcessBuilder("nginx", "-e", "stderr", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("out").toFile())
                .start();
        RelayNetwork.await("nginx listens", CacheOracleIT::listens);
    }

    private static boolean serve(String request, Origin.Wire wire) throws IOException {
        boolean known = request.contains("If-None-Match: \"v\"") && answer.contains("ETag: \"v\"");
        wire.say(known ? "HTTP/1.1 304 Not Modified\r\nETag: \"v\"\r\n\r\n" : answer);
        return true;
    }

    private static boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void end() throws Exception {
        nginx.destroyForcibly().waitFor();
        ours.close();
        behindOurs.close();
        behindNginx.close();
        List<Path> all;
        try (var walk = Files.walk(home)) {
            all = new ArrayList<>(walk.toList());
        }
        for (Path each : all.reversed()) {
            Files.deleteIfExists(each);
        }
    }

    private static String askNginx(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return Origin.rest(socket.getInputStream());
        }
    }

    private static String request(String method, String fields) {
        String more = fields == null ? "" : fields.replace(" & ", "\r\n") + "\r\n";
        return method + " /" + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + more + "\r\n";
    }

    private static String statusAndBody(String answer) {
        return answer.substring(0, 12) + " " + answer.substring(answer.indexOf("\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "fresh                    | 200 OK        | Cache-Control: max-age=60                              | GET  |                     | GET  |",
                "not fresh                | 200 OK        | Cache-Control: max-age=0                               | GET  |                     | GET  |",
                "for shared caches        | 200 OK        | Cache-Control: max-age=0, s-maxage=60                  | GET  |                     | GET  |",
                "not for shared caches    | 200 OK        | Cache-Control: max-age=60, s-maxage=0                  | GET  |                     | GET  |",
                "no-store                 | 200 OK        | Cache-Control: no-store, max-age=60                    | GET  |                     | GET  |",
                "private                  | 200 OK        | Cache-Control: private, max-age=60                     | GET  |                     | GET  |",
                "no-cache                 | 200 OK        | Cache-Control: no-cache, max-age=60 & ETag: \"v\"      | GET  |                     | GET  |",
                "Expires                  | 200 OK        | Expires: Wed, 01 Jan 2070 00:00:00 GMT                 | GET  |                     | GET  |",
                "Expires long ago         | 200 OK        | Expires: Thu, 01 Jan 1990 00:00:00 GMT                 | GET  |                     | GET  |",
                "Expires of nonsense      | 200 OK        | Expires: never                                         | GET  |                     | GET  |",
                "Cache-Control first      | 200 OK        | Cache-Control: max-age=60 & Expires: Thu, 01 Jan 1990 00:00:00 GMT | GET | | GET  |",
                "nothing said             | 200 OK        | X: y                                                   | GET  |                     | GET  |",
                "a cookie                 | 200 OK        | Cache-Control: max-age=60 & Set-Cookie: a=b            | GET  |                     | GET  |",
                "an error that is fresh   | 404 Not Found | Cache-Control: max-age=60                              | GET  |                     | GET  |",
                "a redirect that is fresh | 302 Found     | Cache-Control: max-age=60 & Location: /x               | GET  |                     | GET  |",
                "the same variant         | 200 OK        | Cache-Control: max-age=60 & Vary: Accept               | GET  | Accept: x           | GET  | Accept: x",
                "another variant          | 200 OK        | Cache-Control: max-age=60 & Vary: Accept               | GET  | Accept: x           | GET  | Accept: y",
                "any variant              | 200 OK        | Cache-Control: max-age=60 & Vary: *                    | GET  |                     | GET  |",
                "HEAD after GET           | 200 OK        | Cache-Control: max-age=60                              | GET  |                     | HEAD |",
                "POST after GET           | 200 OK        | Cache-Control: max-age=60                              | GET  |                     | POST | Content-Length: 0",
                "GET after POST           | 200 OK        | Cache-Control: max-age=60                              | POST | Content-Length: 0   | GET  |",
                "a part                   | 200 OK        | Cache-Control: max-age=60 & Accept-Ranges: bytes | GET  |                     | GET  | Range: bytes=2-4",
                "the end                  | 200 OK        | Cache-Control: max-age=60 & Accept-Ranges: bytes | GET  |                     | GET  | Range: bytes=-2",
                "known by its tag         | 200 OK        | Cache-Control: max-age=60 & ETag: \"v\"                | GET  |                     | GET  | If-None-Match: \"v\"",
                "known by another tag     | 200 OK        | Cache-Control: max-age=60 & ETag: \"v\"                | GET  |                     | GET  | If-None-Match: \"w\"",
                "not changed since        | 200 OK        | Cache-Control: max-age=60 & Last-Modified: Wed, 01 Jan 2020 00:00:00 GMT | GET | | GET | If-Modified-Since: Wed, 01 Jan 2020 00:00:00 GMT",
                "changed since            | 200 OK        | Cache-Control: max-age=60 & Last-Modified: Wed, 01 Jan 2020 00:00:00 GMT | GET | | GET | If-Modified-Since: Tue, 01 Jan 2019 00:00:00 GMT",
                "chunks                   | 200 OK        | Cache-Control: max-age=60 & Transfer-Encoding: chunked | GET  |                     | GET  |"
            })
    void theSecondRequestIsAnsweredAsByNginx(
            String what, String status, String fields, String method, String first, String then, String second)
            throws Exception {
        target++;
        String body = fields.contains("chunked") ? "4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n" : "0123456789";
        String length = fields.contains("chunked") ? "" : "Content-Length: 10\r\n";
        answer = "HTTP/1.1 " + status + "\r\n" + fields.replace(" & ", "\r\n") + "\r\n" + length + "\r\n" + body;
        behindNginx.forget();
        behindOurs.forget();

        askNginx(request(method, first));
        String theirs = askNginx(request(then, second));
        ours.ask(request(method, first));
        String mine = ours.ask(request(then, second));

        assertThat(behindOurs.requests().size())
                .as("requests that reach the server")
                .isEqualTo(behindNginx.requests().size());
        if (behindOurs.requests().size() == 1 && !fields.contains("chunked")) {
            assertThat(statusAndBody(mine)).isEqualTo(statusAndBody(theirs));
        } else if (behindOurs.requests().size() == 1) {
            // nginx sends chunks of its own.
            assertThat(mine).endsWith("\r\n\r\n0123456789");
        }
    }
}
