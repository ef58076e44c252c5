package org.activerouter.proxy.http;

import static org.activerouter.proxy.http.Stage.GET;
import static org.activerouter.proxy.http.Stage.read;
import static org.activerouter.proxy.http.Stage.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not HTTP, or ceases to be, over real sockets of the loopback. */
@Timeout(60)
class TunnelTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void anUpgradeMakesATunnel() throws Exception {
        String accepted = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst";
        Origin origin = stage.origin((request, wire) -> {
            wire.say(accepted);
            for (int each = wire.hear(); each >= 0; each = wire.hear()) {
                wire.say(new byte[] {(byte) (each ^ 1)});
            }
            return false;
        });
        Proxy proxy = stage.keep(Proxy.before(origin));
        Socket client = proxy.connect();
        send(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nahead");
        assertThat(read(client, accepted.length())).isEqualTo(accepted);
        assertThat(read(client, 5)).isEqualTo("`id`e");
        send(client, "\0\1GET / HTTP/1.1\r\n\r\n");
        assertThat(read(client, 2)).isEqualTo("\1\0");
        assertThat(proxy.member(origin).outstanding()).isOne();
        client.shutdownOutput();
        assertThat(Origin.rest(client.getInputStream())).hasSize(18);
        RelayNetwork.await("the tunnel's end", () -> proxy.member(origin).outstanding() == 0);
    }

    @Test
    void anUpgradeThatIsNotTakenUpStaysHttp() throws Exception {
        Origin origin = stage.saying("no");
        String upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
        assertThat(stage.keep(Proxy.before(origin)).ask(upgrade + GET))
                .isEqualTo(Origin.answer("no") + Origin.answer("no"));
    }

    @Test
    void connectMakesATunnel() throws Exception {
        Origin origin = stage.origin((request, wire) -> {
            wire.say("HTTP/1.1 200 OK\r\n\r\n");
            for (int each = wire.hear(); each >= 0; each = wire.hear()) {
                wire.say(new byte[] {(byte) each});
            }
            return false;
        });
        Socket client = stage.keep(Proxy.before(origin)).connect();
        send(client, "CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n");
        assertThat(read(client, 19)).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
        send(client, "\u0016\u0003\u0001");
        assertThat(read(client, 3)).isEqualTo("\u0016\u0003\u0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /\r\n",
                "EHLO example.org\r\n",
                "\u0005\u0000\u0002\u0000abcde",
                "GET / HTTP/9.1\r\n"
            })
    void whatIsNotHttpPassesToOneMember(String foreign) throws Exception {
        Echo echo = stage.keep(new Echo(0, foreign.length()));
        Proxy proxy = stage.keep(new Proxy(HttpLimits.defaults(), echo.endpoint()));
        Socket client = proxy.connect();
        send(client, foreign);
        client.shutdownOutput();
        assertThat(read(client, foreign.length() + echo.headLength())).endsWith(foreign);
    }

    @Test
    void connectionsThatAreNotHttpAreSpreadByWhatMembersHave() throws Exception {
        Echo one = stage.keep(new Echo(0, 0));
        Echo two = stage.keep(new Echo(0, 0));
        Proxy proxy = stage.keep(new Proxy(HttpLimits.defaults(), one.endpoint()));
        proxy.members(
                new Mode(Distribution.SPREAD, Choice.LEAST_OUTSTANDING, false, 0), one.endpoint(), two.endpoint());
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Socket client = proxy.connect();
            clients.add(client);
            send(client, "\u0005\u0000\u0002\u0000abcde");
            read(client, one.headLength());
        }
        assertThat(List.of(one.connections(), two.connections())).containsExactly(3, 3);
        assertThat(proxy.member(two.endpoint()).outstanding()).isEqualTo(3);
        for (Socket each : clients) {
            each.close();
        }
        RelayNetwork.await(
                "the connections' ends", () -> proxy.member(two.endpoint()).outstanding() == 0);
    }

    @Test
    void whoWaitsAndThenSpeaksAnotherProtocolGetsTheConnectionThatWasMadeForIt() throws Exception {
        Echo echo = stage.keep(new Echo(4, 8));
        Proxy proxy = stage.keep(new Proxy(HttpLimits.defaults(), echo.endpoint()));
        Socket client = proxy.connect();
        RelayNetwork.await("the server may speak first", () -> echo.connections() == 1);
        send(client, "\u0005\u0000\u0002\u0000abcd\u0000efg");
        assertThat(read(client, echo.headLength() + 8)).endsWith("abcd\u0000efg");
        assertThat(echo.connections()).isOne();
    }

    @Test
    void aServerThatSpeaksFirstIsHeard() throws Exception {
        Echo echo = stage.keep(new Echo(0, 0));
        Socket client =
                stage.keep(new Proxy(HttpLimits.defaults(), echo.endpoint())).connect();
        assertThat(read(client, 15)).isEqualTo("HTTP/1.1 200 OK");
    }
}
