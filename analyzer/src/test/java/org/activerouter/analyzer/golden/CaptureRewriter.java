package org.activerouter.analyzer.golden;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.activerouter.analyzer.golden.Ipv4Segment.Way;

/**
 * Rewrites recordings, each way leaving alone what the others change, so that they can follow one another. All but
 * {@link #without} leave every count as it is.
 */
final class CaptureRewriter {
    /** Farther apart than this, frames are not put out of order: well below the grace that a missing byte is given. */
    private static final long REORDERED_WITHIN_NANOS = 300_000_000L;

    private CaptureRewriter() {}

    /** Every segment cut into pieces of one byte. */
    static UnaryOperator<Recording> cutIntoBytes() {
        return cut(left -> 1);
    }

    /** Segments cut at random places, many of them near one another, some not at all. */
    static UnaryOperator<Recording> cutAtRandom(Random random) {
        return cut(left -> switch (random.nextInt(4)) {
            case 0 -> left;
            case 1 -> 1 + random.nextInt(Math.min(left, 8));
            default -> 1 + random.nextInt(left);
        });
    }

    private static UnaryOperator<Recording> cut(IntUnaryOperator pieceOfLeft) {
        return recording -> {
            List<RecordedFrame> pieces = new ArrayList<>();
            for (RecordedFrame frame : recording.frames()) {
                Ipv4Segment segment = Ipv4Segment.of(frame);
                int length = segment.payloadLength();
                if (length < 2) {
                    pieces.add(frame);
                    continue;
                }
                for (int from = 0; from < length; ) {
                    int to = from + pieceOfLeft.applyAsInt(length - from);
                    pieces.add(segment.cut(from, to));
                    from = to;
                }
            }
            return recording.with(pieces);
        };
    }

    /** Frames put out of order within a window; the stamps stay in order, as if they had come so. */
    static UnaryOperator<Recording> shuffled(int window, Random random) {
        return recording -> {
            List<RecordedFrame> shuffled = shuffle(recording.frames(), window, random);
            for (int i = 0; i < shuffled.size(); i++) {
                shuffled.set(i, shuffled.get(i).at(recording.frames().get(i).nanos()));
            }
            return recording.with(shuffled);
        };
    }

    /** Frames put out of order within a window, with their stamps, as capture queues do. */
    static UnaryOperator<Recording> shuffledWithStamps(int window, Random random) {
        return recording -> recording.with(shuffle(recording.frames(), window, random));
    }

    private static List<RecordedFrame> shuffle(List<RecordedFrame> frames, int window, Random random) {
        List<RecordedFrame> shuffled = new ArrayList<>(frames);
        int from = 0;
        for (int i = 1; i <= frames.size(); i++) {
            boolean full = i == frames.size()
                    || i - from == window
                    || frames.get(i).nanos() - frames.get(from).nanos() > REORDERED_WITHIN_NANOS;
            if (full) {
                Collections.shuffle(shuffled.subList(from, i), random);
                from = i;
            }
        }
        return shuffled;
    }

    /** Some frames come twice, the second time up to eight frames later. */
    static UnaryOperator<Recording> duplicated(double share, Random random) {
        return recording -> {
            List<RecordedFrame> all = new ArrayList<>(recording.frames());
            for (int i = recording.frames().size() - 1; i >= 0; i--) {
                if (random.nextDouble() < share) {
                    int later = Math.min(i + 1 + random.nextInt(8), all.size());
                    all.add(
                            later,
                            recording.frames().get(i).at(all.get(later - 1).nanos()));
                }
            }
            return recording.with(all);
        };
    }

    /** The frames of another recording among its own, both beginning at the same time. */
    static UnaryOperator<Recording> mixedWith(Recording other) {
        return recording -> {
            long shift = recording.frames().getFirst().nanos()
                    - other.frames().getFirst().nanos();
            List<RecordedFrame> all = new ArrayList<>(recording.frames());
            other.frames().forEach(frame -> all.add(frame.at(frame.nanos() + shift)));
            all.sort(Comparator.comparingLong(RecordedFrame::nanos));
            return recording.with(all);
        };
    }

    /** The same once more, later: the same addresses and ports open new connections. */
    static UnaryOperator<Recording> repeatedAfter(long nanos) {
        return recording -> {
            List<RecordedFrame> all = new ArrayList<>(recording.frames());
            recording.frames().forEach(frame -> all.add(frame.at(frame.nanos() + nanos)));
            return recording.with(all);
        };
    }

    /** Sequence numbers moved so that each direction of each connection passes from 2^32 - 1 to 0 somewhere inside. */
    static UnaryOperator<Recording> wrapping(Random random) {
        return recording -> {
            Map<Way, Integer> distances = new HashMap<>();
            bytesByWay(recording).forEach((way, range) -> {
                int beforeWrap = random.nextInt(Math.max(range[1] - range[0], 1)) + 1;
                distances.put(way, -(range[0] + beforeWrap));
            });
            return recording.with(recording.frames().stream()
                    .map(frame -> moved(Ipv4Segment.of(frame), distances))
                    .toList());
        };
    }

    /** Every sequence number moved ahead, as when the same ends meet again a little later. */
    static UnaryOperator<Recording> movedAhead(int bytes) {
        return recording -> recording.with(recording.frames().stream()
                .map(frame -> Ipv4Segment.of(frame).moved(bytes, bytes))
                .toList());
    }

    private static RecordedFrame moved(Ipv4Segment segment, Map<Way, Integer> distances) {
        return segment.moved(
                distances.get(segment.way()),
                distances.getOrDefault(segment.way().back(), 0));
    }

    /** First and last sequence number of each direction. */
    private static Map<Way, int[]> bytesByWay(Recording recording) {
        Map<Way, int[]> ranges = new HashMap<>();
        for (RecordedFrame frame : recording.frames()) {
            Ipv4Segment segment = Ipv4Segment.of(frame);
            int end = segment.sequence() + segment.payloadLength();
            int[] range = ranges.computeIfAbsent(segment.way(), way -> new int[] {segment.sequence(), end});
            range[1] = end - range[1] > 0 ? end : range[1];
        }
        return ranges;
    }

    /** Removes frames. The only way here that changes what can be known. */
    static UnaryOperator<Recording> without(Predicate<Ipv4Segment> lost) {
        return recording -> recording.with(recording.frames().stream()
                .filter(frame -> !lost.test(Ipv4Segment.of(frame)))
                .toList());
    }

    /** One VLAN tag (IEEE 802.1Q). */
    static UnaryOperator<Recording> vlan() {
        return tagged(0x8100);
    }

    /** A service tag outside the VLAN tag (IEEE 802.1ad); after {@link #vlan}. */
    static UnaryOperator<Recording> serviceVlan() {
        return tagged(0x88A8);
    }

    private static UnaryOperator<Recording> tagged(int type) {
        return reframed(Recording.ETHERNET, frame -> {
            ByteBuffer out = ByteBuffer.allocate(frame.bytes().length + 4);
            out.put(frame.bytes(), 0, 12).putShort((short) type).putShort((short) 42);
            return out.put(frame.bytes(), 12, frame.bytes().length - 12).array();
        });
    }

    /** Linux cooked capture (DLT_LINUX_SLL). */
    static UnaryOperator<Recording> cooked() {
        return reframed(
                113,
                frame -> ByteBuffer.allocate(frame.bytes().length + 2)
                        .putInt(0x0000_0001)
                        .putShort((short) 6)
                        .put(new byte[8])
                        .put(frame.bytes(), 12, frame.bytes().length - 12)
                        .array());
    }

    /** Linux cooked capture, version 2 (DLT_LINUX_SLL2). */
    static UnaryOperator<Recording> cooked2() {
        return reframed(
                276,
                frame -> ByteBuffer.allocate(frame.bytes().length + 6)
                        .put(frame.bytes(), 12, 2)
                        .putShort((short) 0)
                        .putInt(3)
                        .putShort((short) 1)
                        .put((byte) 0)
                        .put((byte) 6)
                        .put(new byte[8])
                        .put(frame.bytes(), 14, frame.bytes().length - 14)
                        .array());
    }

    /** Packets without a link layer (DLT_RAW). */
    static UnaryOperator<Recording> raw() {
        return reframed(
                12, frame -> Arrays.copyOfRange(frame.bytes(), Ipv4Segment.ETHERNET_HEADER, frame.bytes().length));
    }

    /** BSD loopback (DLT_NULL), with the family in this machine's byte order or the other. */
    static UnaryOperator<Recording> loopback(boolean swapped) {
        return reframed(
                0,
                frame -> ByteBuffer.allocate(frame.bytes().length - 10)
                        .putInt(swapped ? 2 << 24 : 2)
                        .put(
                                frame.bytes(),
                                Ipv4Segment.ETHERNET_HEADER,
                                frame.bytes().length - Ipv4Segment.ETHERNET_HEADER)
                        .array());
    }

    /** IPv6 with addresses that end in the IPv4 ones: 2001:db8::a.b.c.d. */
    static UnaryOperator<Recording> ipv6() {
        return reframed(Recording.ETHERNET, frame -> {
            Ipv4Segment parsed = Ipv4Segment.of(frame);
            byte[] segment = parsed.segment();
            ByteBuffer out = ByteBuffer.allocate(Ipv4Segment.ETHERNET_HEADER + 40 + segment.length);
            out.put(frame.bytes(), 0, 12).putShort((short) 0x86DD);
            out.putInt(0x6000_0000)
                    .putShort((short) segment.length)
                    .put((byte) 6)
                    .put((byte) 64);
            out.putInt(0x2001_0DB8).putLong(0).putInt(parsed.way().fromAddress());
            out.putInt(0x2001_0DB8).putLong(0).putInt(parsed.way().toAddress());
            return out.put(segment).array();
        });
    }

    private static UnaryOperator<Recording> reframed(int linkType, Function<RecordedFrame, byte[]> bytes) {
        return recording -> new Recording(
                linkType,
                recording.frames().stream()
                        .map(frame -> frame.with(bytes.apply(frame)))
                        .toList());
    }
}
