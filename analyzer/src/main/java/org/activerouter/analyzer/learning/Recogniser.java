package org.activerouter.analyzer.learning;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.StreamListener;

/**
 * Studies connections to unnamed ports until their first bytes show which protocol they speak, or that it is none that is
 * known. One thread.
 *
 * <p>At most {@link #MAX_STUDIES} are studied at once, with at most {@link Study#KEPT_BYTES} of each direction; beyond it the
 * oldest study is given up and counted, so that connections which say nothing cannot keep others from being studied.
 */
public final class Recogniser {
    /** Some 6 MB at worst: two times 1 KiB and a stamp for each byte. */
    public static final int MAX_STUDIES = 256;

    private final List<Protocol> protocols;
    private final Verdict verdict;
    private final Set<Study> studies = new LinkedHashSet<>();
    private long givenUp;

    /** Is told what a connection speaks. */
    @FunctionalInterface
    public interface Verdict {
        /**
         * A connection has shown its protocol beyond doubt.
         *
         * @param nanos capture time of the bytes that decided
         * @return who reads it: is told all its bytes, from the first
         */
        StreamListener recognised(FlowKey key, Protocol protocol, long nanos);
    }

    /**
     * A recogniser that studies nothing yet.
     *
     * @param protocols those it can recognise
     * @param verdict is told what it finds
     */
    public Recogniser(Collection<Protocol> protocols, Verdict verdict) {
        this.protocols = List.copyOf(protocols);
        this.verdict = verdict;
    }

    /** Begins to study a connection whose beginning is seen. */
    public StreamListener study(FlowKey key) {
        if (studies.size() == MAX_STUDIES) {
            studies.iterator().next().giveUp();
            givenUp++;
        }
        Study study = new Study(this, key);
        studies.add(study);
        return study;
    }

    /** Studies that were given up under the cap. */
    public long givenUp() {
        return givenUp;
    }

    List<Protocol> protocols() {
        return protocols;
    }

    StreamListener recognised(FlowKey key, Protocol protocol, long nanos) {
        return verdict.recognised(key, protocol, nanos);
    }

    void ended(Study study) {
        studies.remove(study);
    }
}
