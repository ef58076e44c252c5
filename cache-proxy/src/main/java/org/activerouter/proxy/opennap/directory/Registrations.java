package org.activerouter.proxy.opennap.directory;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.opennap.Fields;
import org.activerouter.analyzer.opennap.SearchQuery;
import org.activerouter.analyzer.opennap.SearchQuery.Limit;
import org.activerouter.analyzer.opennap.SearchQuery.Property;
import org.activerouter.proxy.opennap.cache.Answer;
import org.activerouter.proxy.opennap.cache.AnswerCollector;
import org.activerouter.proxy.opennap.cache.Fingerprint;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.jspecify.annotations.Nullable;

/**
 * What one client has registered. One thread, that of its session.
 *
 * <p>Malformed registrations are passed over, as servers do. One with which a client has more than can be remembered makes its
 * list unknown: then everything may match.
 *
 * <p>Its files are certain as long as it has said nothing that a server may have taken in another way than it was taken here. Then,
 * and only of files whose results the server itself has been seen to give, it is known which of them others find.
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
    private boolean listed;
    private final WordFilter words = new WordFilter();
    private final Map<Long, SharedFile> files = new HashMap<>(0);
    private int count;
    private int heard;
    private boolean unknown;
    private boolean uncertain;

    Registrations(LocalDirectory directory, ServerShelf shelf, Sharer sharer, int most, boolean listed) {
        this.directory = directory;
        this.shelf = shelf;
        this.sharer = sharer;
        this.most = most;
        this.listed = listed;
    }

    /** Whose they are. */
    public Sharer sharer() {
        return sharer;
    }

    ServerShelf shelf() {
        return shelf;
    }

    /** How many messages with registrations were taken. */
    public int heard() {
        return heard;
    }

    /** The client shares a file: the data of a message of type 100. */
    public void share(ByteBuffer data, int offset, int length, long nanos) {
        heard++;
        Fields fields = new Fields(data, offset, length);
        uncertain |= !file(fields, data, 0, nanos) || !fields.atEnd();
    }

    /** The client shares a folder: the data of a message of type 870. */
    public void shareFolder(ByteBuffer data, int offset, int length, long nanos) {
        heard++;
        Fields fields = new Fields(data, offset, length);
        if (!fields.next()) {
            return;
        }
        int folder = Math.min(fields.length(), LONGEST_PATH);
        PATH.get().put(0, data, fields.start(), folder);
        boolean understood = folder == fields.length();
        while (understood && !fields.atEnd()) {
            understood = file(fields, data, folder, nanos);
        }
        uncertain |= !understood;
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
        keep(file(length, data, properties, propertiesLength, all, values));
    }

    private SharedFile file(
            int length, ByteBuffer data, int properties, int propertiesLength, long[] all, long[] values) {
        ByteBuffer path = PATH.get();
        byte[] text = new byte[length + propertiesLength + 3];
        text[0] = '"';
        path.get(0, text, 1, length);
        text[length + 1] = '"';
        text[length + 2] = ' ';
        data.get(properties, text, length + 3, propertiesLength);
        return new SharedFile(sharer, nameOf(path, length), text, PathWords.certain(path, 0, length), all, values);
    }

    private long nameOf(ByteBuffer path, int length) {
        return Fingerprint.of(sharer.asker().fingerprint(), path, 0, length);
    }

    private void keep(SharedFile file) {
        drop(files.remove(file.name()));
        if (!directory.takeBytes(file.weight())) {
            uncertain = true;
            return;
        }
        files.put(file.name(), file);
        if (listed) {
            directory.add(shelf, file);
        }
    }

    private void drop(@Nullable SharedFile file) {
        if (file != null) {
            directory.giveBytes(file.weight());
            if (listed) {
                directory.remove(shelf, file);
            }
        }
    }

    /** From now on its files can be found. */
    void list() {
        listed = true;
        files.values().forEach(file -> directory.add(shelf, file));
    }

    /** The client withdraws a file: the data of a message of type 102, which is its path without quotes. */
    public void unshare(ByteBuffer data, int offset, int length, long nanos) {
        heard++;
        shelf.withdrew(sharer.asker().fingerprint(), data, offset, length, nanos);
        SharedFile file = files.remove(Fingerprint.of(sharer.asker().fingerprint(), data, offset, length));
        uncertain |= file == null || !file.isNamed(data, offset, length);
        drop(file);
    }

    /** The client withdraws everything. */
    public void unshareAll(long nanos) {
        heard++;
        shelf.left(sharer.asker().fingerprint(), nanos);
        forget();
        words.clear();
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
        files.values().forEach(this::drop);
        files.clear();
        directory.giveRoom(count);
        count = 0;
    }

    /** Something was registered that is not known here: from now on everything may match. */
    public void loseCount() {
        unknown = true;
    }

    /** The server may tell of the client's files in another way from now on, or of others. */
    public void loseCertainty() {
        uncertain = true;
    }

    /** Whether all that the client shares is known as the server knows it. */
    public boolean isCertain() {
        return !uncertain && !unknown;
    }

    /** Whether too much was registered to be remembered. */
    public boolean isUnknown() {
        return unknown;
    }

    /** Whether something that the client shares, or has shared since it withdrew everything, may be found by a search. */
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

    /**
     * The client's own files that belong to the answer to a search when others ask, as the results that the server would give.
     *
     * @return null if that is not certain
     */
    public @Nullable Answer own(SearchKey key, AnswerCollector collector) {
        collector.begin();
        if (!mayMatch(key)) {
            return collector.answer();
        }
        return isCertain() && isPlain(key) && collect(key, collector) ? collector.answer() : null;
    }

    private boolean collect(SearchKey key, AnswerCollector collector) {
        for (SharedFile file : files.values()) {
            if (file.mayHaveWords(key)) {
                byte[] record = file.result();
                if (!file.hasWords(key) || !shelf.tells(file.name(), record)) {
                    return false;
                }
                if (file.isWithinLimits(key)) {
                    collector.add(ByteBuffer.wrap(record), 0, record.length);
                }
            }
        }
        return collector.isSound();
    }

    /** Whether all servers read the search in the same way: no more than words, and one limit on what a result tells of a file. */
    private static boolean isPlain(SearchKey key) {
        SearchQuery query = key.query();
        List<Limit> limits = query.limits();
        return !key.firewalled()
                && query.excluded().isEmpty()
                && query.contentType().isEmpty()
                && !query.local()
                && limits.size() <= 1
                && limits.stream().allMatch(Registrations::isPlain);
    }

    private static boolean isPlain(Limit limit) {
        return limit.value() >= 0 && (limit.property() == Property.BITRATE || limit.property() == Property.FREQ);
    }
}
