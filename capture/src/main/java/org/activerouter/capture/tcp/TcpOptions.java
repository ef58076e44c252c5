package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;

/** Reads the TCP options we use (RFC 9293 section 3.2, RFC 7323, RFC 2018) into a {@link Segment}. */
final class TcpOptions {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int TIMESTAMPS = 8;
    /** RFC 2385, RFC 5925, RFC 8684. */
    private static final int MD5 = 19;

    private static final int AUTHENTICATION = 29;
    private static final int MPTCP = 30;

    /** Larger shifts count as 14 (RFC 7323 section 2.3). */
    private static final int MAX_SHIFT = 14;

    /** NOP, NOP, timestamps of length 10: how nearly every stack writes them. */
    private static final int ALIGNED_TIMESTAMPS = 0x0101080A;

    void read(ByteBuffer frames, int from, int to, Segment segment) {
        segment.stamped = false;
        if (segment.has(Segment.SYN)) {
            segment.mss = 0;
            segment.scale = Segment.NO_SCALE;
            segment.sackPermitted = false;
        } else if (from == to) {
            return;
        } else if (to - from == 12) {
            long head = frames.getLong(from);
            if (head >>> 32 == ALIGNED_TIMESTAMPS) {
                segment.stamped = true;
                segment.stampValue = (int) head;
                return;
            }
        }
        walk(frames, from, to, segment);
    }

    /** Stops at the first option that contradicts itself, as receivers do. */
    private void walk(ByteBuffer frames, int from, int to, Segment segment) {
        int at = from;
        while (at < to) {
            int kind = frames.get(at);
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            if (kind == END || at + 1 >= to) {
                return;
            }
            int length = frames.get(at + 1) & 0xFF;
            if (length < 2 || at + length > to) {
                return;
            }
            option(frames, at, kind, length, segment);
            at += length;
        }
    }

    private void option(ByteBuffer frames, int at, int kind, int length, Segment segment) {
        if (kind == TIMESTAMPS && length == 10) {
            segment.stamped = true;
            segment.stampValue = frames.getInt(at + 2);
        } else if (kind == MPTCP) {
            segment.flags |= Segment.MULTIPATH;
        } else if (kind == MD5 || kind == AUTHENTICATION) {
            segment.flags |= Segment.SIGNED;
        } else if (segment.has(Segment.SYN)) {
            ofSyn(frames, at, kind, length, segment);
        }
    }

    private static void ofSyn(ByteBuffer frames, int at, int kind, int length, Segment segment) {
        if (kind == MSS && length == 4) {
            segment.mss = frames.getShort(at + 2) & 0xFFFF;
        } else if (kind == SCALE && length == 3) {
            segment.scale = Math.min(frames.get(at + 2) & 0xFF, MAX_SHIFT);
        } else if (kind == SACK_PERMITTED && length == 2) {
            segment.sackPermitted = true;
        }
    }
}
