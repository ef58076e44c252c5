package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Script;
import org.activerouter.capture.Direction;

/** A connection written down, to be given to a conversation whole and in pieces. Times are in any unit. */
final class Talk {
    private final Script script;

    private Talk(boolean fromStart) {
        script = new Script(new OpenNap(), fromStart, 20020731, Talk::check);
    }

    static Talk fromStart() {
        return new Talk(true);
    }

    static Talk fromTheMiddle() {
        return new Talk(false);
    }

    Talk client(long nanos, byte[]... messages) {
        return bytes(Direction.FROM_CLIENT, nanos, Messages.all(messages));
    }

    Talk server(long nanos, byte[]... messages) {
        return bytes(Direction.FROM_SERVER, nanos, Messages.all(messages));
    }

    Talk bytes(Direction from, long nanos, byte[] bytes) {
        script.bytes(from, nanos, bytes);
        return this;
    }

    private Talk then(Consumer<Conversation> what) {
        script.then(what);
        return this;
    }

    Talk gap(Direction from, long missing, long nanos) {
        return then(conversation -> conversation.gap(from, missing, nanos));
    }

    Talk tainted(Direction from, long nanos) {
        return then(conversation -> conversation.tainted(from, nanos));
    }

    Talk closed(long nanos) {
        return then(conversation -> conversation.closed(nanos));
    }

    /** What the talk yields; the same however it is cut. */
    List<Observation> observed() {
        return script.observed();
    }

    /** What it yields in one go; for tests that play thousands. */
    List<Observation> observedOnce() {
        return script.observedOnce();
    }

    /** What the reader said last. */
    Reading reading() {
        return script.reading();
    }

    /** What holds of every talk: each query is told once, answered at most once, ended at most once, in this order. */
    static void check(List<Observation> facts) {
        Map<Integer, Asked> asked = new HashMap<>();
        Map<Integer, Answered> answered = new HashMap<>();
        Set<Integer> ended = new HashSet<>();
        for (Observation fact : facts) {
            switch (fact) {
                case Asked a -> {
                    assertThat(a.query()).isEqualTo(asked.size() + 1);
                    asked.put(a.query(), a);
                }
                case Answered a -> {
                    assertThat(a.askedNanos()).isEqualTo(asked.get(a.query()).nanos());
                    assertThat(answered.put(a.query(), a)).isNull();
                    assertThat(ended).doesNotContain(a.query());
                }
                case Ended e -> {
                    assertThat(e.askedNanos()).isEqualTo(asked.get(e.query()).nanos());
                    assertThat(ended.add(e.query())).isTrue();
                    Answered first = answered.get(e.query());
                    assertThat(e.firstAnswerNanos()).isEqualTo(first == null ? Observation.NEVER : first.nanos());
                }
                default -> {}
            }
        }
    }

    static <T extends Observation> List<T> only(Class<T> kind, List<Observation> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
