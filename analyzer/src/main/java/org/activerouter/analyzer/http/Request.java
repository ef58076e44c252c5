package org.activerouter.analyzer.http;

/**
 * A request as far as its answer depends on it.
 *
 * @param line its first line
 * @param upgrade whether it asks for another protocol
 */
record Request(RequestLine line, boolean upgrade) {
    boolean isHead() {
        return line.method() == RequestLine.Method.HEAD;
    }

    boolean isConnect() {
        return line.method() == RequestLine.Method.CONNECT;
    }

    /** Whether what follows it may be another protocol's. */
    boolean mayEndHttp() {
        return upgrade || isConnect();
    }
}
