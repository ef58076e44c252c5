package org.activerouter.manager.config;

import java.util.Optional;

/**
 * What a key of the configuration amounts to. Immutable.
 *
 * @param path the key with its sections, {@code policies.slow.window}
 * @param value as it would be written in the file
 * @param place where it was set; empty for a default
 */
public record EffectiveValue(String path, String value, Optional<Place> place) {
    /** {@code default}, or the place. */
    public String origin() {
        return place.map(Place::toString).orElse("default");
    }
}
