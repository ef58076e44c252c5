package org.activerouter.manager.config;

import java.util.Optional;

/**
 * One key of a section: what may stand there and what it is for. Immutable.
 *
 * @param <T> what its value becomes
 * @param name as it is written
 * @param purpose what it is for, with its unit; the comment of the sample file
 * @param usual its value where it is not set; empty where it must be set, or where {@code otherwise} says what is taken
 * @param otherwise what is taken where it is not set, in words; empty where {@code usual} says it
 * @param example what the sample file sets it to; empty if it leaves it at what it is
 */
record Key<T>(String name, Type<T> type, String purpose, Optional<T> usual, String otherwise, Optional<T> example) {
    /** A key that may be left out. */
    static <T> Key<T> usually(String name, Type<T> type, T usual, String purpose) {
        return new Key<>(name, type, purpose, Optional.of(usual), "", Optional.empty());
    }

    /** A key without which the section means nothing. */
    static <T> Key<T> required(String name, Type<T> type, T example, String purpose) {
        return new Key<>(name, type, purpose, Optional.empty(), "", Optional.of(example));
    }

    /** A key that may be left out, whose value then follows from others. */
    static <T> Key<T> derived(String name, Type<T> type, String otherwise, T shown, String purpose) {
        return new Key<>(name, type, purpose, Optional.empty(), otherwise, Optional.of(shown));
    }

    /** The same key, set to something in the sample file. */
    Key<T> shownAs(T value) {
        return new Key<>(name, type, purpose, usual, otherwise, Optional.of(value));
    }

    boolean isRequired() {
        return usual.isEmpty() && otherwise.isEmpty();
    }

    /** Whether the sample file sets it. */
    boolean isShown() {
        return example.isPresent() && otherwise.isEmpty();
    }

    /** Its value where it is not set, as the file would write it; empty where there is none. */
    Optional<String> usualText() {
        return usual.map(type::write);
    }

    /** What the sample file shows. */
    String sample() {
        return type.write(example.or(() -> usual).orElseThrow());
    }

    /** {@code A duration from 1s to 1h; default 2s.} */
    String bounds() {
        String start = Character.toUpperCase(type.expected().charAt(0))
                + type.expected().substring(1);
        if (isRequired()) {
            return start + "; required.";
        }
        return start + "; default: " + usualText().orElse(otherwise) + ".";
    }
}
