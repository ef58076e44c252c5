package org.activerouter.proxy.http;

/**
 * What has to be remembered of a request until its answer has come.
 *
 * @param head its answer has no body, whatever that says
 * @param connect a success makes a tunnel of the connection
 * @param upgrade the answer may change the protocol
 * @param repeatable it may be sent again, and is nothing but its head
 * @param persists the client keeps its connection
 * @param old the client speaks HTTP/1.0
 */
record Asked(boolean head, boolean connect, boolean upgrade, boolean repeatable, boolean persists, boolean old) {
    /** Of the request that was read last. */
    static Asked of(HeadParser parser) {
        Fields fields = parser.fields();
        boolean hasBody = fields.chunked() || fields.length() > 0;
        return new Asked(
                parser.isMethod("HEAD"),
                parser.isMethod("CONNECT"),
                fields.upgrade(),
                parser.isIdempotent() && !hasBody && !fields.upgrade(),
                parser.persists(),
                parser.old());
    }
}
