package org.activerouter.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.LostStep;
import org.activerouter.analyzer.protocol.Script;
import org.activerouter.capture.Direction;
import org.activerouter.capture.tcp.CloseReason;

/** A connection written down, to be given to a reader whole and in pieces. Line feeds stand for CR and LF; times are in any unit. */
final class HttpTalk {
    static final String GET = "GET /a HTTP/1.1\nHost: x\n\n";
    static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi";

    private final Script script;

    private HttpTalk(boolean fromStart) {
        script = new Script(new Http(), fromStart, 9112, HttpTalk::check);
    }

    static HttpTalk fromStart() {
        return new HttpTalk(true);
    }

    static HttpTalk fromTheMiddle() {
        return new HttpTalk(false);
    }

    HttpTalk client(long nanos, String text) {
        return raw(Direction.FROM_CLIENT, nanos, text.replace("\n", "\r\n"));
    }

    HttpTalk server(long nanos, String text) {
        return raw(Direction.FROM_SERVER, nanos, text.replace("\n", "\r\n"));
    }

    HttpTalk raw(Direction from, long nanos, String text) {
        return bytes(from, nanos, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    HttpTalk bytes(Direction from, long nanos, byte[] bytes) {
        script.bytes(from, nanos, bytes);
        return this;
    }

    private HttpTalk then(Consumer<Conversation> other) {
        script.then(other);
        return this;
    }

    HttpTalk gap(Direction from, long missing, long nanos) {
        return then(conversation -> conversation.gap(from, missing, nanos));
    }

    HttpTalk tainted(long nanos) {
        return then(conversation -> conversation.tainted(Direction.FROM_SERVER, nanos));
    }

    HttpTalk closed(CloseReason how, long nanos) {
        return then(conversation -> conversation.closed(how, nanos));
    }

    /** What the talk yields; the same however it is cut. */
    List<Observation> observed() {
        return script.observed();
    }

    /** How its queries ended. */
    List<Ended> ended() {
        return only(Ended.class);
    }

    List<Asked> asked() {
        return only(Asked.class);
    }

    /** Why the boundary was lost, each time. */
    List<String> lostSteps() {
        return only(LostStep.class).stream().map(LostStep::reason).toList();
    }

    <T extends Observation> List<T> only(Class<T> kind) {
        return observed().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What the reader said last. */
    Reading reading() {
        observed();
        return script.reading();
    }

    /** What holds of every talk: queries are numbered in order and end at most once. */
    static void check(List<Observation> facts) {
        int asked = 0;
        Set<Integer> ended = new HashSet<>();
        for (Observation fact : facts) {
            if (fact instanceof Asked a) {
                asked++;
                assertThat(a.query()).isEqualTo(asked);
            } else if (fact instanceof Ended e) {
                assertThat(e.query()).isLessThanOrEqualTo(asked);
                assertThat(ended.add(e.query())).isTrue();
            }
        }
    }
}
