package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.activerouter.proxy.relay.RelayNetwork.await;
import static org.activerouter.proxy.relay.RelayNetwork.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Seat;
import org.activerouter.proxy.relay.Passage;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The load balancer between curl or wrk and nginx and Apache httpd, and between the two ends of a library of WebSockets, each in its network
 * namespace, with the real rules: byte for byte what a client gets that goes to the servers directly.
 */
@Timeout(120)
class HttpServiceIT {
    private static final RelayLimits LIMITS =
            new RelayLimits(500, 500, 64 << 10, 4 << 20, Duration.ofMinutes(10), Duration.ofSeconds(10), 2);

    private static RelayNetwork network;
    private static ThirdParties parties;
    private static HttpService service;
    private static Endpoint nginx;
    private static Endpoint apache;
    private static Endpoint direct;
    private static Endpoint directApache;

    @BeforeAll
    static void begin() throws Exception {
        network = new RelayNetwork();
        parties = new ThirdParties(network.server);
        nginx = endpoint("10.82.1.10", 8080);
        apache = endpoint("10.82.1.11", 8080);
        direct = endpoint("10.82.1.10", 8081);
        directApache = endpoint("10.82.1.11", 8081);
        parties.nginx(nginx, direct);
        parties.apache(apache, directApache);
        service = new HttpService(LIMITS, HttpLimits.defaults(), null, Passage.REDIRECTED, network.router.threads());
        network.reach(apache);
        network.redirect(nginx, network.router.call(() -> service.serve(nginx)));
        for (Endpoint each : List.of(direct, directApache)) {
            await(each + " listens", () -> listens(each));
        }
    }

    private static boolean listens(Endpoint at) {
        try (Socket socket = network.connect(at)) {
            return socket.isConnected();
        } catch (Exception notYet) {
            return false;
        }
    }

    @AfterAll
    static void end() throws Exception {
        service.close();
        parties.close();
        network.close();
    }

    private static void allTo(Endpoint member) {
        service.roster(new Roster(
                "web",
                new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0),
                List.of(new Seat(nginx, 1, member.equals(nginx)), new Seat(apache, 1, member.equals(apache)))));
    }

    private static long requests(Endpoint member) {
        return service.members().stream()
                .filter(each -> each.member().equals(member))
                .mapToLong(MemberSnapshot::requests)
                .sum();
    }

    private static String curl(Endpoint at, List<String> options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("curl", "-s", "-i", "--raw", "-m", "60", "-H", "Host: members.example"));
        for (String each : options) {
            command.add(each.replace("@AT", "http://" + at)
                    .replace("@HOME", parties.home().toString()));
        }
        byte[] said = ThirdParties.run(network.client, null, command.toArray(String[]::new));
        return new String(said, ISO_8859_1).replaceAll("Date: [^\r]*\r\n", "").replaceAll("(?s)<hr>.*?</body>", "");
    }

    static List<Arguments> conversations() {
        List<Arguments> all = new ArrayList<>();
        for (String server : List.of("nginx", "apache")) {
            for (List<String> options : List.of(
                    List.of("@AT/hello.txt"),
                    List.of("@AT/hello.txt", "@AT/none", "@AT/hello.txt"),
                    List.of("-I", "@AT/large.bin"),
                    List.of("-0", "@AT/hello.txt"),
                    List.of("-r", "100000-200000", "@AT/large.bin"),
                    List.of("-r", "-17", "@AT/large.bin"),
                    List.of("-r", "9000000-", "@AT/large.bin"),
                    List.of("-H", "Connection: close", "@AT/hello.txt"),
                    List.of("-H", "If-Modified-Since: Fri, 31 Dec 2049 23:59:59 GMT", "@AT/hello.txt"),
                    List.of("-X", "OPTIONS", "@AT/hello.txt"),
                    List.of("-T", "@HOME/files/hello.txt", "@AT/put/small"),
                    List.of("-T", "@HOME/files/large.bin", "-H", "Expect: 100-continue", "@AT/put/expected"),
                    List.of("-T", "@HOME/files/large.bin", "-H", "Transfer-Encoding: chunked", "@AT/put/chunked"),
                    List.of("-d", "a=b", "@AT/hello.txt"),
                    List.of("--limit-rate", "4M", "@AT/large.bin"),
                    List.of("@AT/large.bin"))) {
                all.add(Arguments.of(server, options));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("conversations")
    void curlGetsThroughTheBalancerWhatItGetsDirectly(String server, List<String> options) throws Exception {
        boolean first = server.equals("nginx");
        allTo(first ? nginx : apache);
        // The second time: an upload that creates a file is answered otherwise than one that replaces it.
        curl(first ? direct : directApache, options);
        String expected = curl(first ? direct : directApache, options);
        long before = requests(first ? nginx : apache);

        assertThat(withoutPort(curl(nginx, options))).isEqualTo(withoutPort(expected));
        assertThat(requests(first ? nginx : apache)).isGreaterThan(before);
    }

    private static String withoutPort(String answer) {
        return answer.replaceAll("10\\.82\\.1\\.1[01]:808[01]", "server");
    }

    @Test
    void whatIsUploadedArrivesAsItWas() throws Exception {
        for (String server : List.of("nginx", "apache")) {
            allTo(server.equals("nginx") ? nginx : apache);
            for (String how : List.of("Transfer-Encoding: chunked", "Expect: 100-continue", "X: y")) {
                Files.deleteIfExists(parties.put(server, "up"));
                curl(nginx, List.of("-T", "@HOME/files/large.bin", "-H", how, "@AT/put/up"));
                assertThat(Files.mismatch(parties.put(server, "up"), parties.file("large.bin")))
                        .as(server + ", " + how)
                        .isEqualTo(-1);
            }
        }
    }

    private static void roster(Mode mode, Endpoint... members) {
        service.roster(new Roster(
                "web",
                mode,
                Arrays.stream(members).map(each -> new Seat(each, 1, true)).toList()));
    }

    @Test
    void aLargeFileIsBroughtInPartsAndIsTheSameToTheByte() throws Exception {
        network.reach(direct);
        roster(new Mode(Distribution.SPLIT, Choice.ROUND_ROBIN, false, 0), nginx, direct);
        Path got = parties.home().resolve("got");
        curl(nginx, List.of("-o", got.toString(), "--limit-rate", "20M", "@AT/large.bin"));
        long head = Files.size(got) - Files.size(parties.file("large.bin"));
        byte[] all = Files.readAllBytes(got);
        assertThat(Arrays.copyOfRange(all, (int) head, all.length))
                .isEqualTo(Files.readAllBytes(parties.file("large.bin")));
        assertThat(new String(all, 0, (int) head, ISO_8859_1))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n");
        assertThat(requests(direct)).as("parts asked of the other").isGreaterThan(1);
        roster(new Mode(Distribution.SPLIT, Choice.ROUND_ROBIN, false, 0), nginx, apache);
        curl(nginx, List.of("-o", got.toString(), "@AT/large.bin"));
        assertThat(new String(Files.readAllBytes(got), ISO_8859_1))
                .as("two servers that name versions differently")
                .endsWith(new String(Files.readAllBytes(parties.file("large.bin")), ISO_8859_1));
    }

    @Test
    void whoAcceptsAndIsSilentlyGoneCostsNoRequestThatMayBeRepeated() throws Exception {
        roster(Mode.of(Distribution.SPREAD_FAILOVER), nginx, apache);
        SteadyLoad load = new SteadyLoad(() -> network.connect(nginx));
        load.begin(4);
        await("both are in use", () -> requests(apache) > 20 && requests(nginx) > 20);
        long failuresBefore = failures(apache);
        long gone = load.now();
        ThirdParties.run(network.server, null, rule("-I"));
        try {
            await("it is noticed", () -> failures(apache) > failuresBefore);
            long noticed = load.now();
            long given = requests(apache);
            TimeUnit.SECONDS.sleep(2);
            load.end();
            System.out.printf(
                    "%-16s noticed after %5d ms, given %3d of %d afterwards, %d failed%n",
                    "HALF_OPEN",
                    noticed - gone,
                    requests(apache) - given,
                    load.askedSince(noticed),
                    load.failed().size());
            assertThat(load.askedSince(noticed)).isGreaterThan(20);
            assertThat(load.failed()).isEmpty();
        } finally {
            ThirdParties.run(network.server, null, rule("-D"));
        }
    }

    /** The kernel still accepts, but nothing that follows arrives. */
    private static String[] rule(String verb) {
        return new String[] {
            "iptables",
            "-w",
            verb,
            "INPUT",
            "-p",
            "tcp",
            "-d",
            "10.82.1.11",
            "--dport",
            "8080",
            "!",
            "--syn",
            "-j",
            "DROP"
        };
    }

    private static long failures(Endpoint member) {
        return service.members().stream()
                .filter(each -> each.member().equals(member))
                .mapToLong(MemberSnapshot::failures)
                .sum();
    }

    @Test
    void requestsOfOneConnectionGoToBothAndTheirAnswersComeBackInOrder() throws Exception {
        service.roster(new Roster(
                "web",
                new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0),
                List.of(new Seat(nginx, 1, true), new Seat(apache, 1, true))));
        String get = "GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Socket client = network.connect(nginx)) {
            client.getOutputStream()
                    .write((get.repeat(9) + get.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                            .getBytes(ISO_8859_1));
            String all = new String(client.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(all.split("hello, world\n", -1)).hasSize(11);
            assertThat(all.split("Server: nginx", -1)).hasSize(6);
            assertThat(all.split("Server: Apache", -1)).hasSize(6);
        }
    }

    @Test
    void membersSeeTheClientsOwnAddressAndPortAndTheClientSeesWhomItAsked() throws Exception {
        Endpoint echo = endpoint("10.82.1.11", 8082);
        Endpoint asked = endpoint("10.82.1.10", 8082);
        List<InetSocketAddress> seen = new CopyOnWriteArrayList<>();
        try (ServerSocket listener = network.listen(echo)) {
            network.reach(echo);
            network.redirect(asked, network.router.call(() -> service.serve(asked)));
            service.roster(new Roster(
                    "echo",
                    Mode.of(Distribution.FAILOVER),
                    List.of(new Seat(echo, 1, true), new Seat(asked, 1, false))));
            Thread.ofVirtual().start(() -> echo(listener, seen));
            // Bytes that are no HTTP go as a connection, and a WebSocket's handshake and what follows as a request and
            // a tunnel.
            for (String opening : List.of(
                    "\u0016\u0003\u0001\u0002",
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")) {
                try (Socket client = network.connect("10.82.2.3", 0, asked)) {
                    client.getOutputStream().write(opening.getBytes(ISO_8859_1));
                    InputStream in = client.getInputStream();
                    String accepted =
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
                    assertThat(new String(in.readNBytes(accepted.length()), ISO_8859_1))
                            .isEqualTo(accepted);
                    client.getOutputStream().write("\0frame".getBytes(ISO_8859_1));
                    client.shutdownOutput();
                    assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(opening + "\0frame");
                    assertThat(client.getInetAddress().getHostAddress()).isEqualTo("10.82.1.10");
                    assertThat(seen.getLast()).isEqualTo(client.getLocalSocketAddress());
                }
            }
        }
    }

    @Test
    void wrkGetsEachOfManyPipelinedAnswersWhole() throws Exception {
        roster(new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0), nginx, apache);
        Path script = parties.home().resolve("pipelined.lua");
        Files.writeString(script, """
                function init()
                    pipelined = string.rep(wrk.format(nil, "/hello.txt"), 8)
                end
                function request()
                    return pipelined
                end
                function response(status, headers, body)
                    if status ~= 200 or body ~= "hello, world\\n" then print("WRONG") end
                end
                """);
        long before = requests(nginx) + requests(apache);
        String said = new String(
                ThirdParties.run(
                        network.client, null, "wrk", "-t1", "-c8", "-d2", "-s", script.toString(), "http://" + nginx),
                ISO_8859_1);
        assertThat(said)
                .contains("requests in")
                .doesNotContain("WRONG")
                .doesNotContain("Socket errors")
                .doesNotContain("Non-2xx");
        assertThat(requests(nginx) + requests(apache) - before).isGreaterThan(100);
    }

    @Test
    void aConversationOverAWebSocketIsTheSameToTheByte() throws Exception {
        Endpoint asked = endpoint("10.82.1.10", 8083);
        Endpoint member = endpoint("10.82.1.11", 8083);
        Endpoint straight = endpoint("10.82.1.11", 8084);
        parties.websocket(member, straight);
        await("the server of WebSockets listens", () -> listens(straight));
        network.reach(member);
        network.redirect(asked, network.router.call(() -> service.serve(asked)));
        service.roster(new Roster(
                "chat", Mode.of(Distribution.FAILOVER), List.of(new Seat(member, 1, true), new Seat(asked, 1, false))));

        try (Socket balanced = network.connect(asked);
                Socket plain = network.connect(straight)) {
            assertThat(PlainFrames.exchange(balanced)).isEqualTo(PlainFrames.exchange(plain));
        }
        assertThat(requests(member)).isOne();
        assertThat(talk(asked))
                .isEqualTo(talk(straight))
                .contains("permessage-deflate", "3000000 True", "1000 enough")
                .doesNotContain("False");
        assertThat(requests(member)).isEqualTo(3);
    }

    private static String talk(Endpoint at) throws Exception {
        String host = at.address().getHostAddress();
        return new String(
                ThirdParties.run(network.client, null, ThirdParties.websocket("talk", host, String.valueOf(at.port()))),
                ISO_8859_1);
    }

    private static void echo(ServerSocket listener, List<InetSocketAddress> seen) {
        try {
            while (true) {
                Socket socket = listener.accept();
                seen.add((InetSocketAddress) socket.getRemoteSocketAddress());
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.getOutputStream()
                                .write(
                                        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                                                .getBytes(ISO_8859_1));
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException e) {
                        // The client may end it at any time.
                    }
                });
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
