package org.activerouter.proxy.opennap.cache;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a search as a client wrote them. Clients of one program write the same search in the same bytes, so most need
 * not be read again: looking a spelling up takes neither text nor objects. One instance serves a thread as the question;
 * copies of it are kept as keys.
 */
public final class Spelling {
    private static final int FRAME_BYTES = 120;
    /** More bytes are no search that a server takes. */
    public static final int LONGEST = 2048;

    private final byte[] bytes;
    private int length;
    private int hash;
    private boolean firewalled;
    private @Nullable ServerShelf shelf;

    /** A question without content. */
    public Spelling() {
        bytes = new byte[LONGEST];
    }

    private Spelling(Spelling other) {
        bytes = Arrays.copyOf(other.bytes, other.length);
        length = other.length;
        hash = other.hash;
        firewalled = other.firewalled;
        shelf = other.shelf;
    }

    /** Asks for these bytes; they must be no more than a server takes. */
    public Spelling ask(ServerShelf where, boolean askerIsFirewalled, ByteBuf data, int offset, int count) {
        data.getBytes(offset, bytes, 0, count);
        return set(where, askerIsFirewalled, count);
    }

    /** Asks for these bytes; see {@link #ask(ServerShelf, boolean, ByteBuf, int, int)}. */
    public Spelling ask(ServerShelf where, boolean askerIsFirewalled, byte[] data) {
        System.arraycopy(data, 0, bytes, 0, data.length);
        return set(where, askerIsFirewalled, data.length);
    }

    private Spelling set(ServerShelf where, boolean askerIsFirewalled, int count) {
        shelf = where;
        firewalled = askerIsFirewalled;
        length = count;
        hash = Long.hashCode(Fingerprint.of(bytes, 0, count))
                + 31 * where.hashCode()
                + Boolean.hashCode(askerIsFirewalled);
        return this;
    }

    Spelling copy() {
        return new Spelling(this);
    }

    @Nullable
    SearchKey read() {
        return shelf == null ? null : SearchKey.read(shelf, firewalled, ByteBuffer.wrap(bytes), 0, length);
    }

    int weight() {
        return FRAME_BYTES + length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Spelling spelling
                && spelling.hash == hash
                && spelling.shelf == shelf
                && spelling.firewalled == firewalled
                && Arrays.equals(spelling.bytes, 0, spelling.length, bytes, 0, length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
