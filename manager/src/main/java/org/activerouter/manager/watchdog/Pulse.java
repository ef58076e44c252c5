package org.activerouter.manager.watchdog;

import java.util.List;
import java.util.Optional;

/**
 * Whether all hearts have beaten lately. Counts looks, not time: when the whole process was stopped much time has passed at once, but it is
 * not for us to find that out. One thread.
 */
final class Pulse {
    private final List<Heart> hearts;
    private final int mostWithout;
    private final long[] last;
    private final int[] without;

    /**
     * For hearts that have just begun.
     *
     * @param mostWithout so many looks without a beat are no reason to worry
     */
    Pulse(List<Heart> hearts, int mostWithout) {
        this.hearts = List.copyOf(hearts);
        this.mostWithout = mostWithout;
        last = new long[hearts.size()];
        without = new int[hearts.size()];
    }

    /** Looks; what stands still, if anything does. */
    Optional<String> look() {
        Optional<String> still = Optional.empty();
        for (int i = 0; i < last.length; i++) {
            long now = hearts.get(i).beats().getAsLong();
            without[i] = now == last[i] ? without[i] + 1 : 0;
            last[i] = now;
            if (without[i] > mostWithout) {
                still = Optional.of(hearts.get(i).name());
            }
        }
        return still;
    }
}
