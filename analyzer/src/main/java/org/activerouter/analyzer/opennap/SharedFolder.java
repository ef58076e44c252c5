package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;

/**
 * What a client says when it shares files: one (type 100), {@code "path" md5 size bitrate frequency seconds}, or a folder of them
 * (type 870), {@code "folder" "file" md5 size bitrate frequency seconds "file" ...}. Stateless.
 */
final class SharedFolder {
    private static final int NUMBERS_OF_A_FILE = 4;

    private SharedFolder() {}

    /** How many files a message of type 870 shares; 0 if it is malformed before the first. */
    static int files(ByteBuffer data, int offset, int length) {
        Fields fields = new Fields(data, offset, length);
        if (!fields.nextQuoted()) {
            return 0;
        }
        int files = 0;
        while (file(fields)) {
            files++;
        }
        return files;
    }

    /** Whether the data are those of a message of type 100. */
    static boolean isFile(ByteBuffer data, int offset, int length) {
        Fields fields = new Fields(data, offset, length);
        return file(fields);
    }

    private static boolean file(Fields fields) {
        return fields.nextQuoted() && fields.nextBare() && fields.nextNumbers(NUMBERS_OF_A_FILE);
    }
}
