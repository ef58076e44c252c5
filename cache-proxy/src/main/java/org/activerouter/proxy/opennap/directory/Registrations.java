package org.activerouter.proxy.opennap.directory;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.activerouter.analyzer.opennap.Fields;
import org.activerouter.proxy.opennap.cache.Fingerprint;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.ServerShelf;

/**
 * What one client has registered. One thread, that of its session.
 *
 * <p>Malformed registrations are passed over, as servers do. One with which a client has more than can be remembered makes its
 * list unknown: then everything may match.
 */
public final class Registrations {
    private static final int PROPERTIES = 4;
    private static final int LONGEST_PATH = 4096;

    /** Where the path of the file at hand is put together; there may be ten thousand clients. */
    private static final ThreadLocal<ByteBuffer> PATH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(LONGEST_PATH));

    private final LocalDirectory directory;
    private final ServerShelf shelf;
    private final Sharer sharer;
    private final int most;
    private final boolean findable;
    private final WordFilter words = new WordFilter();
    private final Map<Long, SharedFile> files = new HashMap<>(0);
    private int count;
    private boolean unknown;

    Registrations(LocalDirectory directory, ServerShelf shelf, Sharer sharer, int most, boolean findable) {
        this.directory = directory;
        this.shelf = shelf;
        this.sharer = sharer;
        this.most = most;
        this.findable = findable;
    }

    /** Whose they are. */
    public Sharer sharer() {
        return sharer;
    }

    /** The client shares a file: the data of a message of type 100. */
    public void share(ByteBuffer data, int offset, int length, long nanos) {
        file(new Fields(data, offset, length), data, 0, nanos);
    }

    /** The client shares a folder: the data of a message of type 870. */
    public void shareFolder(ByteBuffer data, int offset, int length, long nanos) {
        Fields fields = new Fields(data, offset, length);
        if (!fields.next()) {
            return;
        }
        int folder = Math.min(fields.length(), LONGEST_PATH);
        PATH.get().put(0, data, fields.start(), folder);
        while (file(fields, data, folder, nanos)) {
            // Each file is taken as it is read.
        }
    }

    private boolean file(Fields fields, ByteBuffer data, int folder, long nanos) {
        if (!fields.nextQuoted() || folder + fields.length() > LONGEST_PATH) {
            return false;
        }
        int length = folder + fields.length();
        ByteBuffer path = PATH.get();
        path.put(folder, data, fields.start(), fields.length());
        if (!fields.nextBare()) {
            return false;
        }
        int properties = fields.start();
        long[] values = new long[PROPERTIES];
        for (int i = 0; i < PROPERTIES; i++) {
            if (!fields.nextBare() || fields.number() < 0) {
                return false;
            }
            values[i] = fields.number();
        }
        int end = fields.start() + fields.length();
        registered(length, data, properties, end - properties, values, nanos);
        return true;
    }

    private void registered(
            int length, ByteBuffer data, int properties, int propertiesLength, long[] values, long nanos) {
        ByteBuffer path = PATH.get();
        long[] all = PathWords.all(path, 0, length);
        shelf.came(all, nanos);
        if (unknown || count == most || !directory.takeRoom()) {
            unknown = true;
            return;
        }
        count++;
        for (long word : all) {
            words.add(word);
        }
        if (findable) {
            byte[] text = new byte[length + propertiesLength + 3];
            text[0] = '"';
            path.get(0, text, 1, length);
            text[length + 1] = '"';
            text[length + 2] = ' ';
            data.get(properties, text, length + 3, propertiesLength);
            keep(new SharedFile(sharer, nameOf(path, length), text, PathWords.certain(path, 0, length), values));
        }
    }

    private long nameOf(ByteBuffer path, int length) {
        return Fingerprint.of(sharer.asker().fingerprint(), path, 0, length);
    }

    private void keep(SharedFile file) {
        SharedFile before = files.put(file.name(), file);
        if (before != null) {
            directory.remove(shelf, before);
        }
        directory.add(shelf, file);
    }

    /** The client withdraws a file: the data of a message of type 102, which is its path without quotes. */
    public void unshare(ByteBuffer data, int offset, int length, long nanos) {
        shelf.withdrew(sharer.asker().fingerprint(), data, offset, length, nanos);
        SharedFile file = files.remove(Fingerprint.of(sharer.asker().fingerprint(), data, offset, length));
        if (file != null) {
            directory.remove(shelf, file);
        }
    }

    /** The client withdraws everything. */
    public void unshareAll(long nanos) {
        shelf.left(sharer.asker().fingerprint(), nanos);
        forget();
    }

    /**
     * The client leaves.
     *
     * @param server whether the server is there to notice; if not, what it said stays as it is
     */
    public void leave(long nanos, boolean server) {
        boolean latest = shelf.isLatest(sharer.asker().fingerprint(), this);
        if (server && latest) {
            shelf.left(sharer.asker().fingerprint(), nanos);
        }
        shelf.over(sharer.asker().fingerprint(), this);
        forget();
    }

    private void forget() {
        files.values().forEach(file -> directory.remove(shelf, file));
        files.clear();
        directory.giveRoom(count);
        count = 0;
    }

    /** Something was registered that is not known here: from now on everything may match. */
    public void loseCount() {
        unknown = true;
    }

    /** Whether too much was registered to be remembered. */
    public boolean isUnknown() {
        return unknown;
    }

    /** Whether something that the client shares, or has shared, may be found by a search. */
    public boolean mayMatch(SearchKey key) {
        if (unknown) {
            return true;
        }
        for (long word : key.words()) {
            if (words.mayHold(word)) {
                return true;
            }
        }
        return false;
    }
}
