package org.activerouter.analyzer.learning;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.activerouter.capture.Direction;
import org.activerouter.capture.tcp.StreamListener;

/** The first bytes of both directions of a connection, with their stamps and in the order in which they were told. */
final class KeptBytes {
    private final ByteBuffer fromClient;
    private final ByteBuffer fromServer;

    /** One entry for each piece: its stamp, and its length, negative if it is the server's. */
    private long[] stamps = new long[8];

    private int[] pieces = new int[8];
    private int size;

    KeptBytes(int capacity) {
        fromClient = ByteBuffer.allocate(capacity);
        fromServer = ByteBuffer.allocate(capacity);
    }

    /** Takes as many bytes as there is room for; what stays in {@code source} was not kept. */
    void keep(Direction from, ByteBuffer source, long nanos) {
        ByteBuffer half = half(from);
        int length = Math.min(half.remaining(), source.remaining());
        if (length > 0) {
            half.put(half.position(), source, source.position(), length);
            half.position(half.position() + length);
            source.position(source.position() + length);
            addPiece(from == Direction.FROM_CLIENT ? length : -length, nanos);
        }
    }

    private void addPiece(int piece, long nanos) {
        if (size == pieces.length) {
            pieces = Arrays.copyOf(pieces, size * 2);
            stamps = Arrays.copyOf(stamps, size * 2);
        }
        pieces[size] = piece;
        stamps[size] = nanos;
        size++;
    }

    /** Everything kept of one direction. */
    ByteBuffer of(Direction from) {
        return half(from).asReadOnlyBuffer().flip();
    }

    private ByteBuffer half(Direction from) {
        return from == Direction.FROM_CLIENT ? fromClient : fromServer;
    }

    /** Tells it all once more. */
    void replay(StreamListener reader) {
        ByteBuffer clients = of(Direction.FROM_CLIENT);
        ByteBuffer servers = of(Direction.FROM_SERVER);
        for (int i = 0; i < size; i++) {
            boolean client = pieces[i] > 0;
            ByteBuffer half = client ? clients : servers;
            ByteBuffer piece = half.slice(half.position(), Math.abs(pieces[i]));
            half.position(half.position() + piece.limit());
            reader.bytes(client ? Direction.FROM_CLIENT : Direction.FROM_SERVER, piece, stamps[i]);
        }
    }
}
