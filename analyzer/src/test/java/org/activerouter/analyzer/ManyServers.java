package org.activerouter.analyzer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * As many OpenNap servers as wanted, one after the other, each asked one query by a client of its own, ten microseconds from
 * frame to frame. Raw IPv4 packets, made as they are read.
 */
final class ManyServers implements FrameSource {
    /** From query to first answer. */
    static final double RESPONSE_MILLIS = 0.02;

    /** Stamp of the first frame. */
    static final long START_NANOS = 1_790_000_000_000_000_000L;

    private static final int DLT_RAW = 12;
    private static final int SERVER_PORT = 8888;
    private static final int CLIENT_PORT = 40_000;
    private static final int FIRST_SERVER = 0x0A000000;
    private static final int FIRST_CLIENT = 0x64000000;
    private static final int STEPS = 8;
    private static final int SYN = 0x02;
    private static final int RST_ACK = 0x14;
    private static final int ACK = 0x10;
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] LOG_IN = message(2, "tek pw 6699 \"client\" 0");
    private static final byte[] QUERY = message(200, "FILENAME CONTAINS \"tek\"");
    private static final byte[] END_OF_RESULTS = message(202, "");

    private final int servers;
    private final FrameBatch batch = new FrameBatch();
    private final ByteBuffer buffer = ByteBuffer.allocate(FrameBatch.CAPACITY * 128);
    private int server;
    private long nanos = START_NANOS;

    ManyServers(int servers) {
        this.servers = servers;
    }

    static Endpoint server(int index) {
        try {
            byte[] address = ByteBuffer.allocate(4).putInt(FIRST_SERVER + index).array();
            return new Endpoint(InetAddress.getByAddress(address), SERVER_PORT);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] message(int type, String text) {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) data.length)
                .putShort((short) type)
                .put(data)
                .array();
    }

    @Override
    public @Nullable FrameBatch next() {
        if (ended()) {
            return null;
        }
        buffer.clear();
        batch.begin(buffer, DLT_RAW);
        while (!ended() && batch.size() + STEPS <= FrameBatch.CAPACITY) {
            connection();
            server++;
        }
        return batch;
    }

    private void connection() {
        int asked = 1 + LOG_IN.length;
        int answered = asked + QUERY.length;
        client(0, 0, SYN, NOTHING);
        fromServer(0, 1, SYN | ACK, NOTHING);
        client(1, 1, ACK, LOG_IN);
        fromServer(1, asked, ACK, NOTHING);
        client(asked, 1, ACK, QUERY);
        fromServer(1, answered, ACK, NOTHING);
        fromServer(1, answered, ACK, END_OF_RESULTS);
        client(answered, 1 + END_OF_RESULTS.length, RST_ACK, NOTHING);
    }

    private void client(int sequence, int acknowledged, int flags, byte[] payload) {
        packet(FIRST_CLIENT + server, CLIENT_PORT, FIRST_SERVER + server, SERVER_PORT);
        segment(sequence, acknowledged, flags, payload);
    }

    private void fromServer(int sequence, int acknowledged, int flags, byte[] payload) {
        packet(FIRST_SERVER + server, SERVER_PORT, FIRST_CLIENT + server, CLIENT_PORT);
        segment(sequence, acknowledged, flags, payload);
    }

    private void packet(int from, int fromPort, int to, int toPort) {
        buffer.mark();
        buffer.putInt(0x4500_0000).putInt(0).putInt(0x4006_0000).putInt(from).putInt(to);
        buffer.putShort((short) fromPort).putShort((short) toPort);
    }

    private void segment(int sequence, int acknowledged, int flags, byte[] payload) {
        buffer.putInt(sequence).putInt(acknowledged).putShort((short) (0x5000 | flags));
        buffer.putShort((short) 0xFFFF).putInt(0).put(payload);
        int end = buffer.position();
        int start = buffer.reset().position();
        buffer.putShort(start + 2, (short) (end - start)).position(end);
        batch.add(start, end - start, end - start, nanos);
        nanos += 10_000;
    }

    @Override
    public boolean ended() {
        return server == servers;
    }

    @Override
    public SourceStatus status() {
        return new SourceStatus(0, 0, 0, 0, -1, List.of());
    }

    @Override
    public void close() {
        server = servers;
    }
}
