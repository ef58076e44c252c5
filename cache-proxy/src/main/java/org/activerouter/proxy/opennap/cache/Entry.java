package org.activerouter.proxy.opennap.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one search at one server: the latest answers, each by another client, the latest first. Immutable but for
 * its marks; any thread.
 *
 * <p>From them follows the <i>whole</i> answer, which holds everybody's files. If the client that asked last shares nothing that
 * could match, what it got is whole, and so it is with those of its files that certainly match, where these are known. Else they are
 * missing, and are taken from what another client got before; if there is no such answer, nothing is whole yet.
 *
 * <p>A whole answer without a client's own files is what the server would give to that client. There is one exception: an answer
 * that the server has cut at its limit. Whoever has files among those results would get others in their place, and these are not
 * known: he must ask the server.
 */
final class Entry {
    private static final int MOST_VIEWS = 3;

    /** So often an answer has been of use before it is worth to be kept fresh. */
    private static final int POPULAR = 2;

    /** With the table's own node. */
    private static final int FRAME_BYTES = 200;

    /** An answer that holds everybody's files. */
    private record Whole(Answer answer, boolean cut, long nanos) {}

    private final List<View> views;
    private final @Nullable Whole whole;

    /** The changes up to here are considered. */
    private volatile long checkedEpoch;

    private volatile boolean refreshing;

    /** How often it was asked for since. Any thread counts without waiting for others: it need not be exact. */
    private int asks;

    private Entry(List<View> views, long checkedEpoch) {
        this.views = views;
        this.checkedEpoch = checkedEpoch;
        this.whole = whole(views);
    }

    /** From the latest answer that can be made whole, unless a later one shows that there is more by now. */
    private static @Nullable Whole whole(List<View> views) {
        int least = views.get(0).answer().count();
        for (View view : views) {
            Whole made = view.whole()
                    ? new Whole(view.answer(), view.cut(), view.askedNanos())
                    : views.stream()
                            .filter(other -> other.asker() != view.asker())
                            .map(other -> completed(view, other))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null);
            if (made != null && made.answer().count() >= least) {
                return made;
            }
        }
        return null;
    }

    /**
     * One client's answer with its own files, which are taken from another's. Where results were cut off, their place among the
     * others decides whether they belong to the answer, and it is not known exactly: then only that there are none is of use.
     */
    private static @Nullable Whole completed(View view, View other) {
        boolean cut = view.cut() || other.cut();
        if (cut && other.answer().holdsFilesOf(view.asker())) {
            return null;
        }
        Answer answer = view.answer().completedBy(other.answer(), view.asker());
        return new Whole(answer, cut, Math.min(view.askedNanos(), other.askedNanos()));
    }

    /** An answer that has of this sharer exactly these files; null if there is none. */
    @Nullable
    Answer answerWith(long sharer, Answer files) {
        return views.stream()
                .map(View::answer)
                .filter(answer -> answer.holdsOf(sharer, files))
                .findFirst()
                .orElse(null);
    }

    /** The first answer to a search. */
    static Entry of(View view, long epoch) {
        return new Entry(List.of(view), epoch);
    }

    /** With an answer that came later. */
    Entry with(View view, long epoch) {
        List<View> next = new ArrayList<>(MOST_VIEWS);
        next.add(view);
        for (View each : views) {
            if (each.asker() != view.asker() && next.size() < MOST_VIEWS && !view.whole()) {
                next.add(each);
            }
        }
        return new Entry(List.copyOf(next), epoch);
    }

    /** As it is after what sharers did; itself if nothing touches it, null if nothing is left. */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // An answer that nothing touches comes back as the same object.
    Entry after(Changes changes, SearchKey key) {
        long epoch = changes.epoch();
        if (epoch == checkedEpoch) {
            return this;
        }
        List<View> left = new ArrayList<>(views.size());
        boolean same = true;
        for (View view : views) {
            View after = view.after(changes, key);
            same &= after == view;
            if (after != null) {
                left.add(after);
            }
        }
        if (same) {
            checkedEpoch = epoch;
            return this;
        }
        return left.isEmpty() ? null : new Entry(List.copyOf(left), epoch);
    }

    /** What a client gets, if that is not older than allowed; null if it must ask the server. */
    @Nullable
    Hit hit(Asker asker, long now, Ages ages) {
        Whole all = whole;
        if (all != null && (!all.cut() || !all.answer().holdsFilesOf(asker.fingerprint()))) {
            long age = now - all.nanos();
            if (ages.isFresh(all.answer(), age)) {
                return asked(all.answer(), age, ages);
            }
        }
        for (View view : views) {
            long age = now - view.askedNanos();
            if (view.asker() == asker.fingerprint() && ages.isFresh(view.answer(), age)) {
                return asked(view.answer(), age, ages);
            }
        }
        return null;
    }

    /**
     * One more has asked. Asking the server again behind an old answer pays only where somebody will ask before it would have
     * been too old: for the others it is one question more.
     */
    private Hit asked(Answer answer, long age, Ages ages) {
        int before = asks;
        if (before < POPULAR) {
            asks = before + 1;
        }
        return new Hit(answer, before >= POPULAR && ages.isOld(answer, age), age);
    }

    /**
     * The same, after what sharers did since: who left is not in it; what came since is not either, so that it is old by then.
     * Null also if somebody withdrew a file of it, because which one only the server knows.
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // An answer that nothing touches comes back as the same object.
    Hit partialAfter(Changes changes, SearchKey key, long now, Ages ages) {
        Hit known = partial(now, ages);
        if (known == null || changes.epoch() == checkedEpoch) {
            return known;
        }
        long asked = whole == null ? views.get(0).askedNanos() : whole.nanos();
        if (known.answer().holdsAnyFile(file -> changes.goneSince(file, asked))) {
            return null;
        }
        Answer left = known.answer().without(sharer -> changes.goneSince(sharer, asked));
        boolean old = known.old() || left != known.answer() || changes.grownSince(key, asked);
        return new Hit(left, old, known.ageNanos());
    }

    /** What was answered last to anybody, complete or not, if that is not older than allowed. */
    @Nullable
    Hit partial(long now, Ages ages) {
        View latest = views.get(0);
        Answer best = whole == null ? latest.answer() : whole.answer();
        long age = now - latest.askedNanos();
        return ages.isFresh(best, age) ? new Hit(best, ages.isOld(best, age), age) : null;
    }

    /** Whether one more answer, to this client, makes a whole one. */
    boolean completes(Asker asker, long now, Ages ages) {
        return views.stream()
                .anyMatch(view ->
                        view.asker() != asker.fingerprint() && ages.isFresh(view.answer(), now - view.askedNanos()));
    }

    /** Takes the task to ask the server again; false if somebody has it. */
    boolean beginRefresh() {
        if (refreshing) {
            return false;
        }
        refreshing = true;
        return true;
    }

    /** Gives the task back. */
    void endRefresh() {
        refreshing = false;
    }

    /** All answers that are kept. */
    List<View> views() {
        return views;
    }

    /** What it takes in memory, about. */
    int weight() {
        int weight = FRAME_BYTES;
        for (View view : views) {
            weight += view.answer().weight();
        }
        return whole == null || isKept(whole.answer())
                ? weight
                : weight + whole.answer().weight();
    }

    private boolean isKept(Answer answer) {
        return views.stream().anyMatch(view -> view.answer() == answer);
    }
}
