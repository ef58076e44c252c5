package org.activerouter.proxy.opennap.directory;

import java.nio.ByteBuffer;
import org.activerouter.analyzer.opennap.Fields;
import org.activerouter.proxy.opennap.cache.Fingerprint;

/**
 * Reads the files that one message registers, one after the other. Servers differ in how much disorder they bear, so a path is told
 * as soon as it can be read, whatever follows; a file only if no server can read it in another way. One thread, and only one message
 * at a time on each.
 */
final class RegisteredFiles {
    private static final int PROPERTIES = 4;
    private static final int LONGEST_PATH = 4096;

    /** Where the path of the file at hand is put together; there may be ten thousand clients. */
    private static final ThreadLocal<ByteBuffer> PATH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(LONGEST_PATH + 1));

    private final ByteBuffer data;
    private final Fields fields;
    private final ByteBuffer path = PATH.get();
    private final long[] values = new long[PROPERTIES];
    private int folder;
    private int length;
    private boolean quoted;
    private int properties;
    private int propertiesEnd;

    /** Stands before the first field of a message's data. */
    RegisteredFiles(ByteBuffer data, int offset, int length) {
        this.data = data;
        this.fields = new Fields(data, offset, length);
    }

    /** Reads the folder that the files to come are in; false if there is none. Servers add a backslash where it has none at its end. */
    boolean folder() {
        if (!nextPath()) {
            return false;
        }
        boolean ends = length == 0 || path.get(length - 1) == '\\';
        path.put(length, (byte) '\\');
        folder = ends ? length : length + 1;
        return true;
    }

    /** Goes to the next file; false if there is none, or its path is too long. */
    boolean nextPath() {
        if (!fields.next() || folder + fields.length() > LONGEST_PATH) {
            return false;
        }
        quoted = fields.isQuoted();
        length = folder + fields.length();
        path.put(folder, data, fields.start(), fields.length());
        return true;
    }

    /** The words by which some server may find it, as fingerprints. */
    long[] words() {
        return PathWords.all(path, 0, length);
    }

    /** Goes over what else is said of the file; false if that, or its path, is not as it should be. */
    boolean nextProperties() {
        if (!quoted || !fields.nextBare()) {
            return false;
        }
        properties = fields.start();
        for (int i = 0; i < PROPERTIES; i++) {
            if (!fields.nextBare() || fields.number() < 0) {
                return false;
            }
            values[i] = fields.number();
        }
        propertiesEnd = fields.start() + fields.length();
        return true;
    }

    /** Whether nothing follows. */
    boolean atEnd() {
        return fields.atEnd();
    }

    /** The file, if all of it was as it should be. */
    SharedFile file(Sharer sharer) {
        long name = Fingerprint.of(sharer.asker().fingerprint(), path, 0, length);
        return new SharedFile(sharer, name, text(), PathWords.certain(path, 0, length), words(), values.clone());
    }

    private byte[] text() {
        int count = propertiesEnd - properties;
        byte[] text = new byte[length + count + 3];
        text[0] = '"';
        path.get(0, text, 1, length);
        text[length + 1] = '"';
        text[length + 2] = ' ';
        data.get(properties, text, length + 3, count);
        return text;
    }
}
