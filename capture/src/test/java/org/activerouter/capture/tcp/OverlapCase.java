package org.activerouter.capture.tcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Segments of one stream in the order in which they are sent. A segment is written as its bytes after one dot for each byte of
 * the stream before it: {@code ..AAA} are three bytes at offset 2.
 *
 * <p>Streams stay under {@link #LONGEST} bytes. Linux coalesces adjoining segments of its out-of-order queue only where the first
 * one's buffer has room, and what it coalesced it drops or keeps together; the buffers that a tun device makes have room for at
 * least 88 bytes, so that here, other than with large segments, its choice is always the same.
 *
 * @param isn the sender's initial sequence number; the first byte's is one more
 */
record OverlapCase(String name, int isn, List<String> segments) {
    static final int LONGEST = 64;

    private static final int PLAIN = 1_000_000;
    /** Sequence number 0 falls inside the stream. */
    private static final int WRAPPING = -5;

    static List<OverlapCase> all() {
        List<OverlapCase> cases = new ArrayList<>();
        classic(PLAIN, cases);
        classic(WRAPPING, cases);
        Random random = new Random(20_260_401);
        for (int i = 0; i < 120; i++) {
            int isn = random.nextBoolean() ? -1 - random.nextInt(40) : random.nextInt();
            cases.add(new OverlapCase("random " + i, isn, random(random)));
        }
        return cases;
    }

    private static void classic(int isn, List<OverlapCase> to) {
        to.add(of(isn, "same start, longer", "..AAA", "..BBBBB", "CC"));
        to.add(of(isn, "same start, shorter", "..AAAAA", "..BBB", "CC"));
        to.add(of(isn, "same place", "..AAAA", "..BBBB", "CC"));
        to.add(of(isn, "new inside old", "..AAAAAA", "...BBB", "CC"));
        to.add(of(isn, "new covers old", "....AAA", "..BBBBBBB", "CC"));
        to.add(of(isn, "same end, longer", "....AAA", "..BBBBB", "CC"));
        to.add(of(isn, "same end, shorter", "..AAAAA", "....BBB", "CC"));
        to.add(of(isn, "from the left", ".....AAAA", "..BBBBB", "CC"));
        to.add(of(isn, "from the right", "..AAAAA", "....BBBBB", "CC"));
        to.add(of(isn, "covers two", "...AA", ".......BB", "..CCCCCCCC", "DD"));
        to.add(of(isn, "covers one, overlaps the next", "...AA", ".......BBB", "..CCCCCC", "DD"));
        to.add(of(isn, "bridges two", "..AAA", ".......BBB", "....CCCC", "DD"));
        to.add(of(isn, "fills exactly between two", "..AAA", ".......BBB", ".....CC", "DD"));
        to.add(of(isn, "in order, over what is queued", "....AAAA", "BBBBBB", "........CC"));
        to.add(of(isn, "in order, over all that is queued", "...AA", "......BB", "CCCCCCCCC"));
        to.add(of(isn, "again what is in order, and more", "AAAA", "BBBBBB", ".CCCCCCC"));
        to.add(of(isn, "again what is in order, with a hole", "AAAA", "......BBB", "..CCCCCC", "........DD"));
        to.add(of(isn, "adjoining, then one that spans", "..AAA", ".....BBB", "...CCCCCC", "DD"));
        to.add(of(isn, "adjoining, then one from the second's start", "..AAA", ".....BBB", ".....CCCCC", "DD"));
        to.add(of(isn, "adjoining, then the same start", "..AAA", ".....BBB", "..CCCCCCCC", "DD"));
        to.add(of(isn, "adjoining, in the wrong order, then spanned", ".....AAA", "..BBB", "...CCCCCC", "DD"));
    }

    private static OverlapCase of(int isn, String name, String... segments) {
        return new OverlapCase(name, isn, List.of(segments));
    }

    /** Three to eight segments anywhere behind the first byte, and what is missing between them; the first byte mostly last. */
    private static List<String> random(Random random) {
        List<String> segments = new ArrayList<>();
        for (int left = 3 + random.nextInt(6); left > 0; left--) {
            segments.add(segment(1 + random.nextInt(40), 1 + random.nextInt(15), segments.size()));
        }
        List<String> holes = holes(segments);
        String first = holes.removeFirst();
        Collections.shuffle(holes, random);
        segments.addAll(holes);
        String longer = segment(0, first.length() + random.nextInt(8), segments.size());
        segments.add(random.nextInt(3) > 0 ? segments.size() : random.nextInt(segments.size()), longer);
        return segments;
    }

    private static List<String> holes(List<String> segments) {
        List<String> holes = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= length(segments); at++) {
            if (at == length(segments) || isCovered(at, segments)) {
                if (at > start) {
                    holes.add(segment(start, at - start, segments.size() + holes.size()));
                }
                start = at + 1;
            }
        }
        return holes;
    }

    private static boolean isCovered(int at, List<String> segments) {
        return segments.stream().anyMatch(segment -> offset(segment) <= at && at < segment.length());
    }

    private static String segment(int offset, int length, int number) {
        return ".".repeat(offset) + Character.toString('A' + number).repeat(length);
    }

    static int offset(String segment) {
        return segment.lastIndexOf('.') + 1;
    }

    /**
     * Whether the receiver's choice may hang on the shape of its tree. A segment that begins where an earlier one ends is appended
     * to it if {@code tcp_data_queue_ofo} meets that one on its way down the red-black tree; if a third one lies across the seam,
     * the way may as well not pass there, and then it is queued behind the third. Only conflicting copies show the difference.
     */
    boolean mayHangOnTree() {
        for (int i = 0; i < segments.size(); i++) {
            int seam = offset(segments.get(i));
            List<String> earlier = segments.subList(0, i);
            if (earlier.stream().anyMatch(segment -> segment.length() == seam)
                    && earlier.stream().anyMatch(segment -> offset(segment) < seam && seam < segment.length())) {
                return true;
            }
        }
        return false;
    }

    int length() {
        return length(segments);
    }

    private static int length(List<String> segments) {
        return segments.stream().mapToInt(String::length).max().orElse(0);
    }
}
