package org.activerouter.analyzer;

import java.util.Collection;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.activerouter.analyzer.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/** Every protocol that can be read, as {@link ServiceLoader} finds them. */
final class ReadableProtocols {
    private final Map<String, Protocol> byId = new TreeMap<>();

    ReadableProtocols() {
        for (Protocol protocol : ServiceLoader.load(Protocol.class, Protocol.class.getClassLoader())) {
            byId.put(protocol.id(), protocol);
        }
    }

    /**
     * The protocol of that name.
     *
     * @throws IllegalArgumentException if there is none; the message names those there are
     */
    Protocol named(String id) {
        Protocol protocol = byId.get(id);
        if (protocol == null) {
            throw new IllegalArgumentException(
                    "unknown protocol \"" + id + "\"; known are " + String.join(", ", byId.keySet()));
        }
        return protocol;
    }

    /** The protocol of that name, if it can still be read. */
    @Nullable
    Protocol find(String id) {
        return byId.get(id);
    }

    Collection<Protocol> all() {
        return byId.values();
    }
}
