package org.activerouter.lab.traffic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.activerouter.lab.nap.MessageType;

/**
 * Reads a generated capture in the plainest way: every byte goes to its place by its sequence number, and a connection's
 * messages are counted when a SYN replaces it or the file ends.
 */
final class ReferenceReader {
    /** What was found of one server. */
    static final class Counts {
        long queries;
        long results;
        long completed;
    }

    private static final class Stream {
        private byte[] bytes = new byte[1024];
        private final int first;
        private int end;

        Stream(int initialSequence) {
            this.first = initialSequence + 1;
        }

        void put(int sequence, byte[] from, int offset, int length) {
            if (length == 0) {
                return;
            }
            int at = sequence - first;
            if (at + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * (at + length));
            }
            System.arraycopy(from, offset, bytes, at, length);
            end = Math.max(end, at + length);
        }
    }

    long packets;
    long frameBytes;
    int connections;
    int prematureAcknowledgements;

    private final byte[] file;
    private final ByteBuffer network;
    private final Map<String, Stream> streams = new HashMap<>();
    private final Map<String, Counts> servers = new HashMap<>();

    ReferenceReader(byte[] file) {
        this.file = file;
        this.network = ByteBuffer.wrap(file);
        ByteBuffer records =
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(24);
        while (records.hasRemaining()) {
            int length = records.getInt(records.position() + 8);
            frame(records.position() + 16, length);
            records.position(records.position() + 16 + length);
        }
        streams.forEach(this::count);
    }

    Counts of(String server) {
        return servers.computeIfAbsent(server, unused -> new Counts());
    }

    private void frame(int start, int length) {
        packets++;
        frameBytes += length;
        int tcp = start + 34;
        String from = address(start + 26) + ":" + port(tcp);
        String to = address(start + 30) + ":" + port(tcp + 2);
        int sequence = network.getInt(tcp + 4);
        int flags = file[tcp + 13];
        int data = tcp + (file[tcp + 12] >> 4 & 0xf) * 4;
        if ((flags & Segment.SYN) != 0) {
            open(from + ">" + to, sequence, (flags & Segment.ACK) == 0);
        } else {
            checkAcknowledgement(to + ">" + from, network.getInt(tcp + 8));
            streams.get(from + ">" + to).put(sequence, file, data, start + length - data);
        }
    }

    private void open(String direction, int sequence, boolean byClient) {
        connections += byClient ? 1 : 0;
        Stream replaced = streams.put(direction, new Stream(sequence));
        if (replaced != null) {
            count(direction, replaced);
        }
    }

    private void checkAcknowledgement(String direction, int acknowledged) {
        Stream stream = streams.get(direction);
        // A FIN has a number of its own beyond the data.
        if (acknowledged - stream.first > stream.end + 1) {
            prematureAcknowledgements++;
        }
    }

    private void count(String direction, Stream stream) {
        String[] ends = direction.split("[:>]", -1);
        boolean fromServer = ends[1].equals("8888");
        Counts counts = of(fromServer ? ends[0] : ends[2]);
        ByteBuffer bytes = ByteBuffer.wrap(stream.bytes, 0, stream.end).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int length = bytes.getShort() & 0xffff;
            count(counts, bytes.getShort() & 0xffff, fromServer);
            bytes.position(bytes.position() + length);
        }
    }

    private static void count(Counts counts, int type, boolean fromServer) {
        if (!fromServer && type == MessageType.SEARCH) {
            counts.queries++;
        } else if (fromServer && type == MessageType.SEARCH_RESULT) {
            counts.results++;
        } else if (fromServer && type == MessageType.SEARCH_END) {
            counts.completed++;
        }
    }

    private String address(int at) {
        return (file[at] & 0xff) + "." + (file[at + 1] & 0xff) + "." + (file[at + 2] & 0xff) + "."
                + (file[at + 3] & 0xff);
    }

    private int port(int at) {
        return network.getShort(at) & 0xffff;
    }
}
