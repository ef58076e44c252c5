package org.activerouter.manager.policy;

/** How much the capture lost in the recent past. Times are numbers of slices. */
final class CaptureLoss {
    /**
     * From this share of lost frames on a window is worth nothing. What was lost is known to the analyzer and left out of its
     * times; but which frames are lost is no accident, and one overloaded capture has been seen to triple a mean.
     */
    static final double VOID_FROM = 0.01;

    private final long[] lost;
    private final long[] captured;
    private final long[] index;
    private long newest = Long.MIN_VALUE;
    private long lostBefore;
    private long capturedBefore;
    private boolean told;

    CaptureLoss(int slices) {
        lost = new long[slices + 2];
        captured = new long[slices + 2];
        index = new long[slices + 2];
    }

    /** Counters that only go up; if they do not, another source has begun. */
    void counters(long now, long lostFrames, long capturedFrames) {
        boolean goesOn = told && lostFrames >= lostBefore && capturedFrames >= capturedBefore;
        if (goesOn) {
            add(now, lostFrames - lostBefore, capturedFrames - capturedBefore);
        }
        told = true;
        lostBefore = lostFrames;
        capturedBefore = capturedFrames;
    }

    private void add(long now, long newlyLost, long newlyCaptured) {
        int slot = Math.floorMod(now, index.length);
        if (index[slot] != now) {
            index[slot] = now;
            lost[slot] = 0;
            captured[slot] = 0;
        }
        lost[slot] += newlyLost;
        captured[slot] += newlyCaptured;
        newest = Math.max(newest, now);
    }

    /** The share lost since a slice, to this day: counters are read some time after what they count. */
    double share(long from) {
        long lostSum = 0;
        long sum = 0;
        for (long number = Math.max(from, newest - index.length + 1); number <= newest; number++) {
            int slot = Math.floorMod(number, index.length);
            if (index[slot] == number) {
                lostSum += lost[slot];
                sum += lost[slot] + captured[slot];
            }
        }
        return lostSum == 0 ? 0 : (double) lostSum / sum;
    }
}
