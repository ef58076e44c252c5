package org.activerouter.proxy.opennap.directory;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * <p>Of malformed registrations only the words are remembered: a server may have taken them. One with which a client has more than
 * can be remembered, or of which not even the paths can be read, makes its list unknown: then everything may match.
 *
 * <p>Its files are certain as long as it has said nothing that a server may have taken in another way than it was taken here. Then,
 * and only of files whose results the server itself has been seen to give, it is known which of them others find.
 */
public final class Registrations {
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
        RegisteredFiles message = new RegisteredFiles(data, offset, length);
        boolean understood = takeNext(message, nanos) && message.atEnd();
        uncertain |= !understood;
    }

    /** The client shares a folder: the data of a message of type 870. */
    public void shareFolder(ByteBuffer data, int offset, int length, long nanos) {
        heard++;
        RegisteredFiles message = new RegisteredFiles(data, offset, length);
        boolean understood = message.folder();
        while (understood && !message.atEnd()) {
            understood = takeNext(message, nanos);
        }
        uncertain |= !understood;
        unknown |= !message.atEnd();
    }

    /** The client shares a file that is not music: the data of a message of type 10300. What results say of it is not known. */
    public void shareOther(ByteBuffer data, int offset, int length, long nanos) {
        heard++;
        takeNext(new RegisteredFiles(data, offset, length), nanos);
        uncertain = true;
    }

    /** Whether the message was understood up to the end of this file. */
    private boolean takeNext(RegisteredFiles message, long nanos) {
        if (!message.nextPath()) {
            unknown |= !message.atEnd();
            return false;
        }
        boolean room = remember(message.words(), nanos);
        boolean understood = message.nextProperties();
        if (understood && room) {
            keep(message.file(sharer));
        }
        return understood;
    }

    /** Whether there is room for one more file; others may find it in any case. */
    private boolean remember(long[] wordsOfPath, long nanos) {
        shelf.came(wordsOfPath, nanos);
        if (unknown || count == most || !directory.takeRoom()) {
            unknown = true;
            return false;
        }
        count++;
        for (long word : wordsOfPath) {
            words.add(word);
        }
        return true;
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
