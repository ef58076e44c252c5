package org.activerouter.proxy.opennap.cache;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The results of one search as the server sent them: whole messages of type 201 in their order, ready to be sent again. Immutable;
 * any thread.
 */
public final class Answer {
    /** Bytes of the objects around the results, for the weight. */
    private static final int FRAME_BYTES = 160;

    private static final int BYTES_BESIDE_A_RESULT = 40;
    private static final int HEADER = 4;

    private final byte[] wire;

    /** Where each result begins, and where the last ends. */
    private final int[] starts;

    private final long[] sharers;
    private final long[] files;

    Answer(byte[] wire, int[] starts, long[] sharers, long[] files) {
        this.wire = wire;
        this.starts = starts;
        this.sharers = sharers;
        this.files = files;
    }

    /** How many results there are. */
    public int count() {
        return sharers.length;
    }

    /** How many bytes the results have on the wire. */
    public int bytes() {
        return wire.length;
    }

    /** What it takes in memory, about. */
    int weight() {
        return FRAME_BYTES + wire.length + BYTES_BESIDE_A_RESULT * count();
    }

    /** The fingerprint of a result's sharer. */
    public long sharer(int result) {
        return sharers[result];
    }

    /** The fingerprint of a result's sharer and path together. */
    public long file(int result) {
        return files[result];
    }

    /** The fingerprint of all that a result says, letter by letter. */
    long record(int result) {
        return Fingerprint.of(wire, starts[result] + HEADER, bytesOf(result) - HEADER);
    }

    /** How many bytes a result has. */
    int bytesOf(int result) {
        return starts[result + 1] - starts[result];
    }

    /** Whether some results are of this sharer. */
    public boolean holdsFilesOf(long sharer) {
        for (long each : sharers) {
            if (each == sharer) {
                return true;
            }
        }
        return false;
    }

    /** Sends the results to a client, its own files left out. */
    public void writeTo(ByteBuf out, long recipient) {
        if (!holdsFilesOf(recipient)) {
            out.writeBytes(wire);
            return;
        }
        int result = 0;
        while (result < count()) {
            int first = result;
            while (result < count() && sharers[result] != recipient) {
                result++;
            }
            out.writeBytes(wire, starts[first], starts[result] - starts[first]);
            result++;
        }
    }

    /** Sends one result. */
    public void writeResult(ByteBuf out, int result) {
        out.writeBytes(wire, starts[result], bytesOf(result));
    }

    /** Whether some of the files are such. */
    boolean holdsAnyFile(LongPredicate such) {
        for (long file : files) {
            if (such.test(file)) {
                return true;
            }
        }
        return false;
    }

    /** Without those whose sharer is gone; the same object if nobody is. */
    Answer without(LongPredicate gone) {
        int kept = 0;
        int[] keep = new int[count()];
        for (int result = 0; result < count(); result++) {
            if (!gone.test(sharers[result])) {
                keep[kept++] = result;
            }
        }
        return kept == count()
                ? this
                : new Selection(kept).addAll(this, Arrays.copyOf(keep, kept)).answer();
    }

    /**
     * This answer with what another one has of one sharer, put where that other one has it. Used with the answer that the sharer
     * himself got, in which his own files are missing.
     */
    Answer completedBy(Answer other, long sharer) {
        if (!other.holdsFilesOf(sharer)) {
            return this;
        }
        Selection selection = new Selection(count() + other.count());
        int next = 0;
        for (int result = 0; result < other.count(); result++) {
            if (other.sharers[result] == sharer) {
                selection.add(other, result);
            } else {
                int place = indexOf(other.files[result], next);
                while (next <= place) {
                    selection.add(this, next++);
                }
            }
        }
        while (next < count()) {
            selection.add(this, next++);
        }
        return selection.answer();
    }

    /** Whether what this has of one sharer is exactly that. */
    boolean holdsOf(long sharer, Answer files) {
        int found = 0;
        for (int result = 0; result < count(); result++) {
            if (sharers[result] == sharer) {
                if (!files.holds(record(result))) {
                    return false;
                }
                found++;
            }
        }
        return found == files.count();
    }

    private boolean holds(long record) {
        for (int result = 0; result < count(); result++) {
            if (record(result) == record) {
                return true;
            }
        }
        return false;
    }

    /** This answer, and behind it all of another one. */
    Answer followedBy(Answer other) {
        Selection selection = new Selection(count() + other.count());
        for (int result = 0; result < count(); result++) {
            selection.add(this, result);
        }
        for (int result = 0; result < other.count(); result++) {
            selection.add(other, result);
        }
        return selection.answer();
    }

    private int indexOf(long file, int from) {
        for (int result = from; result < count(); result++) {
            if (files[result] == file) {
                return result;
            }
        }
        return -1;
    }

    /** Results picked out of answers. */
    private static final class Selection {
        private final Answer[] from;
        private final int[] result;
        private int size;
        private int bytes;

        Selection(int most) {
            from = new Answer[most];
            result = new int[most];
        }

        Selection addAll(Answer answer, int[] results) {
            for (int each : results) {
                add(answer, each);
            }
            return this;
        }

        void add(Answer answer, int which) {
            from[size] = answer;
            result[size] = which;
            bytes += answer.bytesOf(which);
            size++;
        }

        Answer answer() {
            byte[] wire = new byte[bytes];
            int[] starts = new int[size + 1];
            long[] sharers = new long[size];
            long[] files = new long[size];
            for (int i = 0; i < size; i++) {
                int length = from[i].bytesOf(result[i]);
                System.arraycopy(from[i].wire, from[i].starts[result[i]], wire, starts[i], length);
                starts[i + 1] = starts[i] + length;
                sharers[i] = from[i].sharers[result[i]];
                files[i] = from[i].files[result[i]];
            }
            return new Answer(wire, starts, sharers, files);
        }
    }
}
