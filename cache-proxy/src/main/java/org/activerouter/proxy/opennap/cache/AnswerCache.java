package org.activerouter.proxy.opennap.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The answers of all servers, bounded by what they take in memory. Any thread, without a lock over the table.
 *
 * <p>Only what a server said goes in: over a connection of ours, or seen passing by and acknowledged by the client it was meant for.
 */
public final class AnswerCache {
    /** Part of the memory that is used for spellings of searches, as a divisor. */
    private static final int SPELLINGS_PART = 8;

    /** No server gives fewer results than this where it has more; real ones give a hundred. */
    private static final int FEWEST_GIVEN = 10;

    private final CacheSettings settings;
    private final LongSupplier clock;
    private final CacheCounters counters;
    private final Ages ages;
    private final Ages staleAges;
    private final ConcurrentHashMap<Endpoint, ServerShelf> shelves = new ConcurrentHashMap<>();
    private final Cache<Spelling, SearchKey> spellings;
    private final Cache<SearchKey, Entry> entries;
    private final Flights flights = new Flights();
    private final LongAdder evicted = new LongAdder();

    /** An empty cache; the clock gives nanoseconds of any beginning. */
    public AnswerCache(CacheSettings settings, LongSupplier clock, CacheCounters counters) {
        this.settings = settings;
        this.clock = clock;
        this.counters = counters;
        this.ages = Ages.of(settings.lifetimes());
        this.staleAges = Ages.ofStale(settings.lifetimes());
        long forSpellings = settings.memory().maxBytes() / SPELLINGS_PART;
        this.spellings = bounded(forSpellings)
                .weigher((Spelling spelling, SearchKey key) -> spelling.weight() + key.weight())
                .build();
        this.entries = bounded(settings.memory().maxBytes() - forSpellings)
                .expireAfterWrite(settings.lifetimes().staleLimit())
                .weigher((SearchKey key, Entry entry) -> key.weight() + entry.weight())
                .removalListener(AnswerCache::removed)
                .evictionListener((key, entry, cause) -> evicted.add(cause == RemovalCause.SIZE ? 1 : 0))
                .build();
    }

    /** Housekeeping is done by whoever causes it: a thread beside would take a core from the service. */
    private Caffeine<Object, Object> bounded(long bytes) {
        return Caffeine.newBuilder().maximumWeight(bytes).ticker(ticker()).executor(Runnable::run);
    }

    private Ticker ticker() {
        return clock::getAsLong;
    }

    private static void removed(@Nullable SearchKey key, @Nullable Entry entry, RemovalCause cause) {
        if (key != null && entry != null) {
            key.shelf().quota().removed(entry);
        }
    }

    /** The place of a server; null if there are too many servers that somebody talks with. */
    public @Nullable ServerShelf shelf(Endpoint server) {
        long now = clock.getAsLong();
        ServerShelf shelf = shelves.get(server);
        if (shelf == null && !hasRoomForServer(now)) {
            counters.met(Limit.SERVERS);
            return null;
        }
        if (shelf == null) {
            shelf = shelves.computeIfAbsent(server, unused -> new ServerShelf(server, settings, ticker()));
        }
        shelf.used(now);
        return shelf;
    }

    /** Servers that have no users, and had none for as long as answers are of use, make room. */
    private boolean hasRoomForServer(long now) {
        if (shelves.size() >= settings.memory().maxServers()) {
            long before = now - settings.lifetimes().staleLimit().toNanos();
            shelves.values().removeIf(shelf -> shelf.isIdleSince(before));
        }
        return shelves.size() < settings.memory().maxServers();
    }

    /** What a search asks for; null if it is no search that a server would carry out. */
    public @Nullable SearchKey keyOf(Spelling spelling) {
        SearchKey known = spellings.getIfPresent(spelling);
        if (known != null) {
            return known;
        }
        SearchKey read = spelling.read();
        if (read != null) {
            spellings.put(spelling.copy(), read);
        }
        return read;
    }

    /** What a client would get from the server; null if that is not known. */
    public @Nullable Hit find(SearchKey key, Asker asker, long now) {
        Entry entry = current(key);
        return entry == null ? null : entry.hit(asker, now, ages);
    }

    /** What a client would have got from the server before that went. */
    public @Nullable Hit findStale(SearchKey key, Asker asker, long now) {
        Entry entry = current(key);
        if (entry == null) {
            return null;
        }
        Hit whole = entry.hit(asker, now, staleAges);
        return whole == null ? entry.partial(now, staleAges) : whole;
    }

    /** What the server gave last, to whomever, complete for this client or not, and even if there may be more by now. */
    public @Nullable Hit findAny(SearchKey key, long now) {
        Entry entry = entries.getIfPresent(key);
        return entry == null ? null : entry.partialAfter(key.shelf().changes(), key, now, ages);
    }

    private @Nullable Entry current(SearchKey key) {
        Entry entry = entries.getIfPresent(key);
        if (entry == null) {
            return null;
        }
        Entry now = entry.after(key.shelf().changes(), key);
        if (now != entry) {
            counters.purged.increment();
            replace(key, entry, now);
        }
        return now;
    }

    private void replace(SearchKey key, Entry before, @Nullable Entry after) {
        if (after == null) {
            entries.asMap().remove(key, before);
        } else if (entries.asMap().replace(key, before, after)) {
            key.shelf().quota().added(after);
        }
    }

    /**
     * Whether the server may have had more results. It gives no more than the search wanted, no more than what is set, and no
     * more than it gives to anybody: that is learned, because a server that has given more to another search has not cut here.
     */
    private boolean mayBeCut(SearchKey key, int results) {
        boolean longest = !key.shelf().givesMoreThan(results) && results >= FEWEST_GIVEN;
        return longest || results >= key.query().wanted(settings.maxResults());
    }

    /**
     * Keeps what the server gave to a client.
     *
     * @param own this client's own files that others would find; null if they are not certainly known
     * @param askedNanos when it was asked, or earlier
     */
    public void keep(SearchKey key, Asker asker, @Nullable Answer own, Answer answer, long askedNanos) {
        key.shelf().told(answer);
        boolean cut = mayBeCut(key, answer.count());
        Answer whole =
                own == null || answer.holdsFilesOf(asker.fingerprint()) ? null : whole(key, asker, answer, own, cut);
        Answer kept = whole == null ? answer : whole;
        if (!key.shelf().quota().admits(kept)) {
            counters.met(Limit.SHARER_QUOTA);
            return;
        }
        View view = new View(kept, asker.fingerprint(), whole != null, cut, askedNanos);
        long epoch = key.shelf().changes().epoch();
        View now = view.after(key.shelf().changes(), key);
        if (now != null) {
            keep(key, now, epoch);
        }
    }

    /**
     * The answer that holds everybody's files; null if that is not certain: where results may have been cut off, or would be for
     * others because there are more of them, or where it is not proven by a result that the server takes the words of the search for
     * such that files can be found by.
     */
    private @Nullable Answer whole(SearchKey key, Asker asker, Answer answer, Answer own, boolean cut) {
        if (own.count() == 0) {
            return answer;
        }
        boolean proven = !cut && answer.count() > 0;
        boolean fits = isCertainlyGiven(key, answer.count() + own.count())
                && answer.bytes() + own.bytes() <= settings.memory().maxAnswerBytes();
        return proven && fits ? completed(key, asker.fingerprint(), answer, own) : null;
    }

    /** The client's own files stand where the server has put them for another one before; if that is not known, behind the others. */
    private Answer completed(SearchKey key, long asker, Answer answer, Answer own) {
        Entry before = entries.getIfPresent(key);
        Answer other = before == null ? null : before.answerWith(asker, own);
        return other == null ? answer.followedBy(own) : answer.completedBy(other, asker);
    }

    private boolean isCertainlyGiven(SearchKey key, int results) {
        int most = key.query().wanted(settings.maxResults());
        return results <= most && (results < FEWEST_GIVEN || key.shelf().gives(results));
    }

    private void keep(SearchKey key, View view, long epoch) {
        counters.kept.increment();
        entries.asMap().compute(key, (unused, before) -> {
            Entry others = before == null ? null : before.after(key.shelf().changes(), key);
            Entry after = others == null ? Entry.of(view, epoch) : others.with(view, epoch);
            key.shelf().quota().added(after);
            return after;
        });
    }

    /** Keeps what was seen passing by; see {@link #keep}. */
    public void keepSeen(SearchKey key, Asker asker, @Nullable Answer own, Answer answer, long askedNanos) {
        counters.keptFromCapture.increment();
        keep(key, asker, own, answer, askedNanos);
    }

    /**
     * Whether a client must ask the server, or is told when somebody else has. Who asks must say {@link #asked} in the end.
     *
     * @param whole whether the answer to this client will be known with its own files
     * @param waiter is told on another client's thread, if this one has to wait
     */
    public boolean mustAsk(SearchKey key, Asker asker, boolean whole, Runnable waiter) {
        Entry entry = entries.getIfPresent(key);
        boolean makesWhole = whole || (entry != null && entry.completes(asker, clock.getAsLong(), ages));
        return flights.mustAsk(key, makesWhole, waiter);
    }

    /** One who had to ask has his answer, or gave up. */
    public void asked(SearchKey key) {
        flights.landed(key);
    }

    /** Takes the task to ask the server again behind an answer that is old; false if somebody has it. */
    public boolean beginRefresh(SearchKey key) {
        Entry entry = entries.getIfPresent(key);
        return entry != null && entry.beginRefresh();
    }

    /** The server could not be asked again. */
    public void endRefresh(SearchKey key) {
        Entry entry = entries.getIfPresent(key);
        if (entry != null) {
            entry.endRefresh();
        }
    }

    /** How many searches were dropped for want of room. */
    public long evicted() {
        return evicted.sum();
    }

    /** How many searches are in the cache, about. */
    public long entries() {
        return entries.estimatedSize();
    }

    /** What they take in memory, about. */
    public long bytes() {
        return entries.policy().eviction().orElseThrow().weightedSize().orElse(0)
                + spellings.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    /** The counts so far. */
    public CacheSnapshot snapshot(long files) {
        return counters.snapshot(entries(), bytes(), files);
    }
}
