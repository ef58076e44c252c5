package org.activerouter.proxy.opennap.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with some settings, gathered so that all of it can be said at once. One thread. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    Problems positive(String name, Duration value) {
        return check(value.isPositive(), name + " must be longer than nothing, not " + value);
    }

    Problems atLeast(String name, long value, long least) {
        return check(value >= least, name + " must be at least " + least + ", not " + value);
    }

    Problems between(String name, long value, long least, long most) {
        return check(
                value >= least && value <= most,
                name + " must be between " + least + " and " + most + ", not " + value);
    }

    Problems notLonger(String name, Duration value, String other, Duration most) {
        return check(
                value.compareTo(most) <= 0,
                name + " (" + value + ") must not be longer than " + other + " (" + most + ")");
    }

    private Problems check(boolean sound, String problem) {
        if (!sound) {
            found.add(problem);
        }
        return this;
    }

    /**
     * Ends the gathering.
     *
     * @throws IllegalArgumentException naming every problem, if there is one
     */
    void refuse() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", found));
        }
    }
}
