package org.activerouter.proxy.opennap.directory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.activerouter.proxy.opennap.cache.Answer;
import org.activerouter.proxy.opennap.cache.AnswerCollector;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.OnMiss;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.ServerShelf;

/**
 * The files of the clients of all servers; those of redirected ones by word, if wanted (paper, section 5.2, step 1). Any thread; there is no lock over the
 * table.
 */
public final class LocalDirectory {
    /** What the files may take in memory beside the cache, as a divisor of that. */
    private static final int PART_OF_CACHE = 4;

    private record Place(ServerShelf shelf, long word) {}

    private final boolean findable;
    private final int mostFiles;
    private final int mostFilesPerClient;
    private final AtomicLong files = new AtomicLong();
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentHashMap<Place, Set<SharedFile>> byWord = new ConcurrentHashMap<>();

    /**
     * An empty directory.
     *
     * @param findable whether files of redirected clients can be found
     * @param mostBytes what the files may take in memory; of clients for whom there is no room only their words are known
     */
    private LocalDirectory(boolean findable, int mostFiles, int mostFilesPerClient, long mostBytes) {
        this.findable = findable;
        this.mostFiles = mostFiles;
        this.mostFilesPerClient = mostFilesPerClient;
        this.mostBytes = mostBytes;
    }

    /** An empty directory, within these bounds. */
    public static LocalDirectory of(CacheSettings settings) {
        return new LocalDirectory(
                settings.onMiss() == OnMiss.ANSWER_FIRST,
                settings.memory().maxFiles(),
                settings.memory().maxFilesPerClient(),
                settings.memory().maxBytes() / PART_OF_CACHE);
    }

    /** A client comes in that shares nothing yet. */
    public Registrations enter(ServerShelf shelf, Sharer sharer) {
        return enter(shelf, sharer, findable);
    }

    /** A client comes in that shares nothing yet, and whose files are not to be found here: it is not redirected. */
    public Registrations enterUnlisted(ServerShelf shelf, Sharer sharer) {
        return enter(shelf, sharer, false);
    }

    private Registrations enter(ServerShelf shelf, Sharer sharer, boolean listed) {
        Registrations registrations = new Registrations(this, shelf, sharer, mostFilesPerClient, listed);
        shelf.entered(sharer.asker().fingerprint(), registrations);
        return registrations;
    }

    /** One who came in unlisted, and knows all that he shares, is redirected. */
    public void adopt(Registrations unlisted) {
        unlisted.shelf().entered(unlisted.sharer().asker().fingerprint(), unlisted);
        if (findable) {
            unlisted.list();
        }
    }

    /** How many files are registered at the moment. */
    public long files() {
        return files.get();
    }

    boolean takeRoom() {
        if (files.incrementAndGet() > mostFiles) {
            files.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveRoom(long count) {
        files.addAndGet(-count);
    }

    boolean takeBytes(long count) {
        if (bytes.addAndGet(count) > mostBytes) {
            bytes.addAndGet(-count);
            return false;
        }
        return true;
    }

    void giveBytes(long count) {
        bytes.addAndGet(-count);
    }

    void add(ServerShelf shelf, SharedFile file) {
        for (long word : file.words()) {
            byWord.compute(new Place(shelf, word), (place, before) -> {
                Set<SharedFile> set = before == null ? ConcurrentHashMap.newKeySet(1) : before;
                set.add(file);
                return set;
            });
        }
    }

    void remove(ServerShelf shelf, SharedFile file) {
        for (long word : file.words()) {
            byWord.computeIfPresent(new Place(shelf, word), (place, set) -> {
                set.remove(file);
                return set.isEmpty() ? null : set;
            });
        }
    }

    /** The files that a client finds, as results that the server would give; at most so many. */
    public Answer find(SearchKey key, ServerShelf shelf, long recipient, int most, AnswerCollector collector) {
        collector.begin();
        int found = 0;
        for (SharedFile file : candidates(key, shelf)) {
            if (found < most && file.answers(key, recipient)) {
                byte[] result = file.result();
                collector.add(ByteBuffer.wrap(result), 0, result.length);
                found++;
            }
        }
        return collector.answer();
    }

    private Iterable<SharedFile> candidates(SearchKey key, ServerShelf shelf) {
        List<Set<SharedFile>> sets = new ArrayList<>();
        for (long word : key.words()) {
            sets.add(byWord.getOrDefault(new Place(shelf, word), Set.of()));
        }
        return sets.stream().min(Comparator.comparingInt(Set::size)).orElse(Set.of());
    }
}
