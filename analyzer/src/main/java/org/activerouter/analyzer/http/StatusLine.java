package org.activerouter.analyzer.http;

import org.jspecify.annotations.Nullable;

/**
 * What matters of an answer's first line (RFC 9112 section 4).
 *
 * @param status 100 to 599
 * @param minor minor version; 0 means HTTP/1.0
 */
record StatusLine(int status, int minor) {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int VERSION_LENGTH = 8;
    private static final int STATUS_END = VERSION_LENGTH + 4;

    /** The line's meaning; null if it is no status line. */
    static @Nullable StatusLine read(Line line) {
        boolean shaped = line.length() >= STATUS_END
                && line.at(VERSION_LENGTH) == ' '
                && (line.length() == STATUS_END || line.at(STATUS_END) == ' ');
        int minor = shaped ? RequestLine.minorVersion(line, 0, VERSION_LENGTH) : -1;
        int status = 0;
        for (int i = VERSION_LENGTH + 1; shaped && i < STATUS_END; i++) {
            status = RequestLine.isDigit(line.at(i)) ? status * 10 + line.at(i) - '0' : -1000;
        }
        return minor >= 0 && status >= 100 && status < 600 ? new StatusLine(status, minor) : null;
    }

    /** Another answer to the same request follows (RFC 9110 section 15.2). */
    boolean isInterim() {
        return status < 200 && !switchesProtocols();
    }

    boolean switchesProtocols() {
        return status == SWITCHING_PROTOCOLS;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The server could not do what it was asked for (RFC 9110 section 15.6). */
    boolean isServerError() {
        return status >= 500;
    }

    /** RFC 9112 section 6.3, point 1. */
    boolean isWithoutBody() {
        return status < 200 || status == NO_CONTENT || status == NOT_MODIFIED;
    }
}
