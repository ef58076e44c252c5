package org.activerouter.analyzer.learning;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.jxta.Jxta;
import org.activerouter.analyzer.opennap.OpenNap;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.CloseReason;
import org.activerouter.capture.tcp.StreamListener;
import org.junit.jupiter.api.Test;

class RecogniserTest {
    private static final FlowKey KEY = new FlowKey(
            new Endpoint(InetAddress.getLoopbackAddress(), 40_000),
            new Endpoint(InetAddress.getLoopbackAddress(), 4_444));

    private final List<String> verdicts = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Recogniser recogniser =
            new Recogniser(List.of(new OpenNap(), new Jxta()), (key, protocol, nanos) -> read(protocol, nanos));

    @Test
    void aLogInAndItsAnswerTeachOpenNap() {
        StreamListener study = recogniser.study(KEY);
        client(study, 1, message(2, "tek pw 6699 \"client\" 0"));
        server(study, 2, message(3, "anon@example.org"));
        assertThat(verdicts).isEmpty();
        server(study, 3, message(621, "VERSION opennap"));
        assertThat(verdicts).containsExactly("opennap at 3");
    }

    @Test
    void theReaderIsToldEverythingFromTheFirstByteWithItsStamp() {
        StreamListener study = recogniser.study(KEY);
        client(study, 1, message(2, "tek pw 6699 \"client\" 0"));
        server(study, 2, message(3, "a"));
        server(study, 3, message(621, "b") + message(621, "c"));
        client(study, 4, "more");
        study.gap(Direction.FROM_SERVER, 7, 5);
        study.tainted(Direction.FROM_CLIENT, 6);
        study.closed(CloseReason.FINISHED, 7);
        assertThat(told)
                .containsExactly(
                        "FROM_CLIENT 1 " + message(2, "tek pw 6699 \"client\" 0"),
                        "FROM_SERVER 2 " + message(3, "a"),
                        "FROM_SERVER 3 " + message(621, "b") + message(621, "c"),
                        "FROM_CLIENT 4 more",
                        "gap FROM_SERVER 7 5",
                        "tainted FROM_CLIENT 6",
                        "closed FINISHED 7");
    }

    @Test
    void whatDidNotFitIntoTheKeptBytesFollowsThem() {
        StreamListener study = recogniser.study(KEY);
        client(study, 1, message(2, "tek pw 6699 \"client\" 0"));
        String long621 = message(621, "x".repeat(400));
        server(study, 2, message(3, "a") + long621 + long621 + long621);
        assertThat(verdicts).hasSize(1);
        assertThat(told).hasSize(3);
        assertThat(told.get(1).substring(14) + told.get(2).substring(14))
                .isEqualTo(message(3, "a") + long621 + long621 + long621);
    }

    @Test
    void bothGreetingsTeachJxta() {
        StreamListener study = recogniser.study(KEY);
        client(study, 1, "JXTAHELLO tcp://192.0.2.1:9700 tcp://192.0.2.2:9700 urn:jxta:x 1 1.1\r\n");
        assertThat(verdicts).isEmpty();
        server(study, 2, "JXTAHELLO tcp://192.0.2.2:9700 tcp://192.0.2.1:9700 urn:jxta:y 1 1.1\r\n");
        assertThat(verdicts).containsExactly("jxta at 2");
    }

    @Test
    void aClientAloneCannotTeach() {
        StreamListener study = recogniser.study(KEY);
        for (int i = 0; i < 20; i++) {
            client(study, i, message(2, "tek pw 6699 \"client\" 0"));
        }
        server(study, 21, "HTTP/1.1 400 Bad Request\r\n");
        assertThat(verdicts).isEmpty();
    }

    @Test
    void anotherProtocolsBytesEndTheStudy() {
        StreamListener study = recogniser.study(KEY);
        client(study, 1, "GET / HTTP/1.1\r\n");
        client(study, 2, message(2, "tek pw 6699 \"client\" 0"));
        server(study, 3, message(3, "a") + message(621, "b") + message(621, "c"));
        study.closed(CloseReason.FINISHED, 4);
        assertThat(verdicts).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void missingBytesEndTheStudy() {
        StreamListener study = recogniser.study(KEY);
        client(study, 1, message(2, "tek pw 6699 \"client\" 0"));
        study.gap(Direction.FROM_SERVER, 3, 2);
        server(study, 3, message(3, "a") + message(621, "b") + message(621, "c"));
        assertThat(verdicts).isEmpty();
    }

    @Test
    void connectionsThatSayNothingDoNotKeepOthersFromBeingStudied() {
        StreamListener oldest = recogniser.study(KEY);
        client(oldest, 1, message(2, "tek pw 6699 \"client\" 0"));
        for (int i = 0; i < Recogniser.MAX_STUDIES; i++) {
            recogniser.study(KEY);
        }
        assertThat(recogniser.givenUp()).isEqualTo(1);
        server(oldest, 2, message(3, "a") + message(621, "b") + message(621, "c"));
        assertThat(verdicts).isEmpty();
        StreamListener newest = recogniser.study(KEY);
        client(newest, 3, message(2, "tek pw 6699 \"client\" 0"));
        server(newest, 4, message(3, "a") + message(621, "b"));
        assertThat(verdicts).containsExactly("opennap at 4");
    }

    @Test
    void studiesThatEndedMakeRoom() {
        for (int i = 0; i < 3 * Recogniser.MAX_STUDIES; i++) {
            StreamListener study = recogniser.study(KEY);
            if (i % 2 == 0) {
                client(study, 1, "GET / HTTP/1.1\r\n");
            } else {
                study.closed(CloseReason.RESET, 1);
            }
        }
        assertThat(recogniser.givenUp()).isZero();
    }

    @Test
    void onlySoManyServicesAreRemembered() {
        LearnedServices services = new LearnedServices(List.of());
        for (int i = 0; i <= LearnedServices.MAX_SERVICES; i++) {
            Endpoint server = new Endpoint(InetAddress.getLoopbackAddress(), i);
            assertThat(services.add(new LearnedService(server, "opennap", i))).isTrue();
            assertThat(services.add(new LearnedService(server, "jxta", i))).isFalse();
        }
        assertThat(services.all()).hasSize(LearnedServices.MAX_SERVICES);
        assertThat(services.protocolOf(new Endpoint(InetAddress.getLoopbackAddress(), 0)))
                .isNull();
        assertThat(services.protocolOf(new Endpoint(InetAddress.getLoopbackAddress(), 1)))
                .isEqualTo("opennap");
    }

    private StreamListener read(Protocol protocol, long nanos) {
        verdicts.add(protocol.id() + " at " + nanos);
        return new StreamListener() {
            @Override
            public void bytes(Direction from, ByteBuffer bytes, long at) {
                told.add(from + " " + at + " " + ISO_8859_1.decode(bytes));
            }

            @Override
            public void gap(Direction from, long missingBytes, long at) {
                told.add("gap " + from + " " + missingBytes + " " + at);
            }

            @Override
            public void tainted(Direction from, long at) {
                told.add("tainted " + from + " " + at);
            }

            @Override
            public void closed(CloseReason how, long at) {
                told.add("closed " + how + " " + at);
            }
        };
    }

    private static void client(StreamListener study, long nanos, String bytes) {
        study.bytes(Direction.FROM_CLIENT, ISO_8859_1.encode(bytes), nanos);
    }

    private static void server(StreamListener study, long nanos, String bytes) {
        study.bytes(Direction.FROM_SERVER, ISO_8859_1.encode(bytes), nanos);
    }

    private static String message(int type, String text) {
        return ISO_8859_1
                .decode(ByteBuffer.allocate(4 + text.length())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) text.length())
                        .putShort((short) type)
                        .put(text.getBytes(ISO_8859_1))
                        .flip())
                .toString();
    }
}
