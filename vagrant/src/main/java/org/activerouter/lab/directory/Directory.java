package org.activerouter.lab.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who shares what: an index by word. Any thread. */
public final class Directory {
    /** Newest first, as opennap-ng answers. */
    private static final Comparator<Entry> NEWEST_FIRST =
            Comparator.comparingLong(Entry::number).reversed();

    /** A file that answers a search, and whose it is. */
    public record Found(SharedFile file, User owner) {
        /** As a result says it. */
        public String text() {
            return file.result(owner);
        }
    }

    private record Entry(long number, User owner, SharedFile file) {}

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, TreeSet<Entry>> byWord = new HashMap<>();
    private final Map<String, Map<String, Entry>> byNick = new HashMap<>();
    private long nextNumber;
    private long files;
    private long bytes;

    /** Takes the nick; false when a session has it already. */
    public boolean enter(User user) {
        return locked(lock.writeLock(), () -> byNick.putIfAbsent(user.nick(), new HashMap<>()) == null);
    }

    /** Whether a session has this nick. */
    public boolean isTaken(String nick) {
        return locked(lock.readLock(), () -> byNick.containsKey(nick));
    }

    /** Frees the nick and forgets its files. */
    public void leave(User user) {
        locked(lock.writeLock(), () -> {
            unshareEverything(user);
            return byNick.remove(user.nick());
        });
    }

    /** Adds files; one of the same path is replaced. */
    public void share(User user, List<SharedFile> shared) {
        locked(lock.writeLock(), () -> {
            shared.forEach(file -> add(new Entry(nextNumber++, user, file)));
            return true;
        });
    }

    /** Removes one file; false when it was not shared. */
    public boolean unshare(User user, String path) {
        return locked(lock.writeLock(), () -> {
            Entry entry = filesOf(user).remove(path);
            drop(entry);
            return entry != null;
        });
    }

    /** Removes all files of a user. */
    public void unshareAll(User user) {
        locked(lock.writeLock(), () -> {
            unshareEverything(user);
            return true;
        });
    }

    /**
     * Answers a search with its results, newest first. One's own files are never in it, and who is firewalled gets no files of
     * firewalled users.
     */
    public List<Found> find(Search search, User asker) {
        return locked(lock.readLock(), () -> {
            List<Found> results = new ArrayList<>();
            for (Entry entry : rarest(search)) {
                if (results.size() == search.most()) {
                    break;
                }
                if (answers(entry, search, asker)) {
                    results.add(new Found(entry.file(), entry.owner()));
                }
            }
            return results;
        });
    }

    /** A file that somebody shares. */
    public Optional<SharedFile> file(String nick, String path) {
        return locked(
                lock.readLock(),
                () -> Optional.ofNullable(byNick.getOrDefault(nick, Map.of()).get(path))
                        .map(Entry::file));
    }

    /** All that somebody shares, in the order in which it was shared. */
    public List<SharedFile> filesOf(String nick) {
        return locked(
                lock.readLock(),
                () -> byNick.getOrDefault(nick, Map.of()).values().stream()
                        .sorted(Comparator.comparingLong(Entry::number))
                        .map(Entry::file)
                        .toList());
    }

    /** {@code users files gigabytes}. */
    public String statistics() {
        return locked(lock.readLock(), () -> byNick.size() + " " + files + " " + (bytes >> 30));
    }

    private Set<Entry> rarest(Search search) {
        TreeSet<Entry> none = new TreeSet<>(NEWEST_FIRST);
        return search.words().stream()
                .map(word -> byWord.getOrDefault(word, none))
                .min(Comparator.comparingInt(Set::size))
                .orElse(none);
    }

    private static boolean answers(Entry entry, Search search, User asker) {
        User owner = entry.owner();
        return !owner.nick().equals(asker.nick())
                && !(owner.firewalled() && asker.firewalled())
                && entry.file().words().containsAll(search.words())
                && search.admits(entry.file(), owner);
    }

    private Map<String, Entry> filesOf(User user) {
        return byNick.computeIfAbsent(user.nick(), unused -> new HashMap<>());
    }

    private void add(Entry entry) {
        drop(filesOf(entry.owner()).put(entry.file().path(), entry));
        for (String word : entry.file().words()) {
            byWord.computeIfAbsent(word, unused -> new TreeSet<>(NEWEST_FIRST)).add(entry);
        }
        files++;
        bytes += entry.file().size();
    }

    private void drop(@Nullable Entry entry) {
        if (entry == null) {
            return;
        }
        for (String word : entry.file().words()) {
            byWord.computeIfPresent(word, (unused, entries) -> {
                entries.remove(entry);
                return entries.isEmpty() ? null : entries;
            });
        }
        files--;
        bytes -= entry.file().size();
    }

    private void unshareEverything(User user) {
        filesOf(user).values().forEach(this::drop);
        filesOf(user).clear();
    }

    private static <T> T locked(Lock lock, Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
