package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.activerouter.analyzer.opennap.Fields;
import org.activerouter.analyzer.opennap.SearchResult;
import org.activerouter.proxy.opennap.MessageSplitter;
import org.activerouter.proxy.opennap.cache.Fingerprint;

/**
 * The results of several members to one search, made one answer: each file once (the same sharer, path and size), none of the
 * client's own, no more than a server would give. One thread.
 */
final class Union {
    /** An answer of more is ended here: Rmax results of usual length are a tenth of it. */
    private static final int MOST_BYTES = 128 << 10;

    private static final int MD5_AND_SIZE = 2;

    private final long asker;
    private final int most;
    private final Set<Long> files = new HashSet<>();
    private final SearchResult result = new SearchResult();
    private ByteBuf unwritten = Unpooled.EMPTY_BUFFER;
    private int bytes;

    /**
     * Nothing yet.
     *
     * @param asker fingerprint of the client's nick
     * @param most results at most
     */
    Union(long asker, int most) {
        this.asker = asker;
        this.most = most;
    }

    /** Whether nothing more is wanted. */
    boolean isFull() {
        return files.size() >= most || bytes >= MOST_BYTES;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /**
     * Takes a whole message of a member.
     *
     * @return whether it is a result; one that is not wanted is one as well
     */
    boolean add(ByteBuf message, int index, int length) {
        ByteBuffer data = message.nioBuffer(index + MessageSplitter.HEADER, length);
        if (!result.read(data, 0, length)) {
            return false;
        }
        long sharer = Fingerprint.of(data, result.nickStart(), result.nickLength());
        if (sharer != asker && !isFull() && files.add(file(sharer, data))) {
            keep(message, index, MessageSplitter.HEADER + length);
        }
        return true;
    }

    private long file(long sharer, ByteBuffer data) {
        int afterPath = result.pathStart() + result.pathLength() + 1;
        Fields behind = new Fields(data, afterPath, result.nickStart() - afterPath);
        boolean hasSize = behind.skip(MD5_AND_SIZE);
        long path = Fingerprint.of(sharer, data, result.pathStart(), result.pathLength());
        return hasSize ? Fingerprint.of(path, data, behind.start(), behind.length()) : path;
    }

    private void keep(ByteBuf message, int index, int count) {
        if (!unwritten.isReadable()) {
            unwritten = Unpooled.buffer(count);
        }
        unwritten.writeBytes(message, index, count);
        bytes += count;
    }

    /** Hands over what was not handed over yet. */
    void writeTo(ByteBuf out) {
        out.writeBytes(unwritten);
        unwritten = Unpooled.EMPTY_BUFFER;
    }

    boolean hasMore() {
        return unwritten.isReadable();
    }
}
