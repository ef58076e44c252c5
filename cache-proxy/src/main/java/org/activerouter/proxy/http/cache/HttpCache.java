package org.activerouter.proxy.http.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.activerouter.proxy.AnswerTimes;
import org.jspecify.annotations.Nullable;

/**
 * Answers that servers gave, for whoever asks the same. Bounded by bytes; who comes in when it is full is decided by how often it was
 * asked for lately (Caffeine's TinyLFU). Any thread.
 */
public final class HttpCache {
    /** Answers to one request that differ by what Vary names: beyond that the oldest goes. */
    private static final int MOST_VARIANTS = 16;

    private static final int KEY_OVERHEAD = 200;
    private static final int COLLECTING_PART = 4;
    private static final int CHANGES = 4096;

    private final HttpCacheSettings settings;
    private final Cache<CacheRequest.Key, List<StoredAnswer>> answers;
    private final Flights flights = new Flights();
    private final AtomicLong collecting = new AtomicLong();

    /** When a target was changed, at a place that follows from its hash. What another brings that has the same place may be dropped. */
    private final AtomicLongArray changed = new AtomicLongArray(CHANGES);

    private final LongAdder requests = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder validated = new LongAdder();
    private final LongAdder shared = new LongAdder();
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder refreshed = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final LongAdder invalidated = new LongAdder();
    private final AnswerTimes hitTimes = new AnswerTimes();

    /** An empty cache. */
    public HttpCache(HttpCacheSettings settings) {
        this.settings = settings;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(settings.bytes())
                .weigher(HttpCache::weight)
                .evictionListener((key, variants, cause) -> evicted.increment())
                .executor(Runnable::run)
                .build();
    }

    private static int weight(CacheRequest.Key key, List<StoredAnswer> variants) {
        long weight = KEY_OVERHEAD + 2L * (key.host().length() + key.target().length());
        for (StoredAnswer each : variants) {
            weight += each.weight();
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    /** A client's request was begun with. */
    public void requested() {
        requests.increment();
    }

    /** What is to be done with a request. */
    public Decision decide(CacheRequest request, long nowMillis) {
        if (!Deciding.isOfInterest(request)) {
            return new Decision.Pass();
        }
        Decision decision = Deciding.decide(request, find(request), nowMillis);
        if (decision instanceof Decision.Serve serve) {
            count(serve);
        }
        return decision;
    }

    /** The same for a request that has waited for an equal one, which has come back. */
    public Decision decideAgain(CacheRequest request, long nowMillis) {
        Decision decision = Deciding.decide(request, find(request), nowMillis);
        if (decision instanceof Decision.Serve) {
            shared.increment();
        }
        return decision;
    }

    /**
     * A server is asked.
     *
     * @param behind whether the client has its answer already
     */
    public void asked(boolean behind) {
        (behind ? refreshed : forwarded).increment();
    }

    /** A hit has been written so long after its request was read. */
    public void hitTook(long nanos) {
        hitTimes.took(nanos, 1);
    }

    private void count(Decision.Serve serve) {
        hits.increment();
        if (serve.left() <= 0) {
            stale.increment();
        }
    }

    private @Nullable StoredAnswer find(CacheRequest request) {
        List<StoredAnswer> variants = answers.getIfPresent(request.key());
        if (variants != null) {
            for (StoredAnswer each : variants) {
                if (each.suits(request)) {
                    return each;
                }
            }
        }
        return null;
    }

    /** Whether an answer may be kept once its body has come; null when not. */
    @Nullable
    Freshness keepable(CacheRequest request, Answer answer) {
        Freshness freshness = Freshness.of(answer, settings.heuristic());
        return Storing.isAllowed(request, answer, freshness) ? freshness : null;
    }

    /** Takes an answer in. */
    void keep(CacheRequest request, Answer answer, Freshness freshness, byte[] body) {
        put(request.key(), StoredAnswer.of(request, answer, freshness, body), answer.askedMillis());
        kept.increment();
    }

    /**
     * Takes in what a 304 said of a stored answer (RFC 9111 section 4.3.4). What is returned is for whoever has asked; it is kept for
     * others only if a whole answer that said the same would be. A cookie that a 304 sets is one client's, whatever else is said.
     */
    StoredAnswer freshen(CacheRequest request, StoredAnswer stored, Answer notModified) {
        Answer whole = merged(stored, notModified);
        Freshness freshness = Freshness.of(whole, settings.heuristic());
        StoredAnswer fresh = stored.freshened(notModified, freshness);
        if (Storing.isForbidden(whole.control())) {
            answers.asMap().remove(request.key());
        } else if (notModified.find("set-cookie") == null && Storing.isAllowed(request, whole, freshness)) {
            put(request.key(), fresh, notModified.askedMillis());
        }
        validated.increment();
        return fresh;
    }

    /** As if the stored answer had just come with the fields that the 304 has changed; when it was made only that can tell. */
    private static Answer merged(StoredAnswer stored, Answer notModified) {
        FieldSource news = notModified.source();
        FieldSource merged = name -> {
            String said = news.find(name);
            return said != null || name.equals("age") || name.equals("date") ? said : stored.find(name);
        };
        return new Answer(stored.status(), List.of(), merged, notModified.askedMillis(), notModified.cameMillis());
    }

    private void put(CacheRequest.Key key, StoredAnswer answer, long askedMillis) {
        answers.asMap().compute(key, (unused, known) -> {
            List<StoredAnswer> variants = new ArrayList<>(List.of(answer));
            if (known != null) {
                known.stream()
                        .filter(each -> !answer.replaces(each))
                        .limit(MOST_VARIANTS - 1L)
                        .forEach(variants::add);
            }
            return List.copyOf(variants);
        });
        if (askedMillis <= changed.get(place(key))) {
            answers.asMap().remove(key);
        }
    }

    private static int place(CacheRequest.Key key) {
        return Math.floorMod(key.hashCode(), CHANGES);
    }

    /**
     * Drops what a successful change has made doubtful (RFC 9111 section 4.4): all that is kept for a target, or was asked for before
     * the change and is still to come.
     */
    public void invalidate(CacheRequest.Key key, long nowMillis) {
        changed.set(place(key), nowMillis);
        if (answers.asMap().remove(key) != null) {
            invalidated.increment();
        }
    }

    /**
     * Takes room for bodies that are being collected, or (negative) gives it back: a quarter of what is kept. False when there is not
     * so much; what would have been collected then only passes.
     */
    boolean reserve(int bytes) {
        if (bytes > 0 && collecting.get() + bytes > settings.bytes() / COLLECTING_PART) {
            return false;
        }
        collecting.addAndGet(bytes);
        return true;
    }

    int objectBytes() {
        return settings.objectBytes();
    }

    Flights flights() {
        return flights;
    }

    /** What it did, and its fill. */
    public HttpCacheSnapshot snapshot() {
        long bytes = answers.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return new HttpCacheSnapshot(
                requests.sum(),
                hits.sum(),
                stale.sum(),
                validated.sum(),
                flights.coalesced(),
                shared.sum(),
                forwarded.sum(),
                refreshed.sum(),
                kept.sum(),
                evicted.sum(),
                invalidated.sum(),
                answers.estimatedSize(),
                bytes,
                hitTimes.percentiles());
    }
}
