package org.activerouter.proxy.http;

import java.util.Locale;

/** Why a request was not served, or a session ended; each is counted by its name. */
enum Fault {
    /** The first line is none of a request, or none of an answer. */
    START_LINE(400),
    /** A name of a field that is no token, blanks before its colon, a continued line, a forbidden byte, a line that ends otherwise. */
    FIELD(400),
    /** More than one length, one that is no number, or a length beside a transfer coding (RFC 9112 section 6.3). */
    LENGTH(400),
    /** A transfer coding that is not known, comes twice, or in HTTP/1.0 (RFC 9112 section 6.1). */
    TRANSFER_CODING(400),
    /** No host, several, or one that is none (RFC 9112 section 3.2). */
    HOST(400),
    /** A chunk that does not end where it says, or a bad trailer. */
    CHUNK(400),
    /** A head that is too long, or has too many fields. */
    HEAD_SIZE(431),
    /** A head that did not come in time. */
    HEAD_TIME(408),
    /** A body of a request that stopped coming. */
    BODY_TIME(408),
    /** Nobody asked for anything for too long. */
    KEEP_ALIVE_TIME(0),
    /** No member could be connected to. */
    UNREACHABLE(502),
    /** A server ended the connection instead of answering. */
    NO_ANSWER(502),
    /** A server's answer is none, or does not belong to any request. */
    BAD_ANSWER(502),
    /** A server's answer did not begin in time. */
    ANSWER_TIME(504),
    /** An answer broke off, or stopped coming. */
    BROKEN_ANSWER(0),
    /** A client wanted an answer from the cache or none (RFC 9111 section 5.2.1.7). */
    ONLY_IF_CACHED(504);

    private final int status;

    Fault(int status) {
        this.status = status;
    }

    /** What the client is told; 0 when it is told by the end of the connection only. */
    int status() {
        return status;
    }

    /** As status shows it. */
    String key() {
        return "http-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
