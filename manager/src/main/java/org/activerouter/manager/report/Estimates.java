package org.activerouter.manager.report;

import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.activerouter.analyzer.protocol.Protocol;

/** Knows which protocols' times are estimates. Stateless. */
public final class Estimates {
    private static final Set<String> ESTIMATING = ServiceLoader.load(Protocol.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(Protocol::estimates)
            .map(Protocol::id)
            .collect(Collectors.toUnmodifiableSet());

    private Estimates() {}

    /** Whether the times of a protocol, by its id, are estimates: nothing of what is said is understood. */
    public static boolean isOne(String protocol) {
        return ESTIMATING.contains(protocol);
    }
}
