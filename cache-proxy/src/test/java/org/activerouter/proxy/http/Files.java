package org.activerouter.proxy.http;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One long file, and the ways in which a member may serve it, and parts of it. */
final class Files {
    private static final Pattern RANGE = Pattern.compile("\r\n(?i:range): ?bytes=(\\d+)-(\\d+)\r\n");
    private static final String RANGES = "Accept-Ranges: bytes\r\n";
    private static final String DATES =
            "Date: Sat, 28 Nov 2026 00:00:00 GMT\r\nLast-Modified: Fri, 27 Nov 2026 00:00:00 GMT\r\n";

    enum Served {
        TAGGED(RANGES + "ETag: \"tag\"\r\n" + DATES),
        DATED(RANGES + DATES),
        /** Without parts. */
        PLAIN("ETag: \"tag\"\r\n"),
        WEAK(RANGES + "ETag: W/\"tag\"\r\n" + DATES),
        /** Changed just now, and perhaps once more. */
        FRESH(RANGES + "Date: Sat, 28 Nov 2026 00:00:00 GMT\r\nLast-Modified: Fri, 27 Nov 2026 23:59:59 GMT\r\n"),
        CHUNKED(RANGES + "ETag: \"tag\"\r\nTransfer-Encoding: chunked\r\n"),
        /** Below what is split. */
        SHORT(RANGES + "ETag: \"tag\"\r\n"),
        /** Another version. */
        OTHER(RANGES + "ETag: \"other\"\r\n" + DATES),
        /** Gives the whole when asked for a part. */
        IGNORING(RANGES + "ETag: \"tag\"\r\n"),
        MISSING(RANGES),
        /** A part that is not the one asked for. */
        SHIFTED(RANGES + "ETag: \"tag\"\r\n"),
        /** Chunks that carry less than the part. */
        TORN(RANGES + "ETag: \"tag\"\r\n"),
        ERROR(""),
        GARBAGE(""),
        GONE(""),
        /** Ends in the middle of a part. */
        HALF(RANGES + "ETag: \"tag\"\r\n"),
        FROZEN(""),
        /** Stops in the middle of a part. */
        STUCK(RANGES + "ETag: \"tag\"\r\n");

        private final String fields;

        Served(String fields) {
            this.fields = fields;
        }
    }

    private final CountDownLatch partsAsked = new CountDownLatch(1);
    private final String body;

    Files(String body) {
        this.body = body;
    }

    Origin.Script script(Served as) {
        return (request, wire) -> serve(as, request, wire);
    }

    private boolean serve(Served as, String request, Origin.Wire wire) throws IOException, InterruptedException {
        String answer = answer(as, request);
        if (asksForAPart(request)) {
            partsAsked.countDown();
        } else if (answer.length() > body.length() / 2) {
            return slowly(answer, wire);
        }
        switch (as) {
            case GONE -> {
                return false;
            }
            case STUCK -> {
                wire.say(answer.substring(0, answer.length() / 2));
                TimeUnit.SECONDS.sleep(20);
            }
            case FROZEN -> TimeUnit.SECONDS.sleep(20);
            case HALF -> {
                wire.say(answer.substring(0, answer.length() / 2));
                return false;
            }
            default -> wire.say(answer);
        }
        return true;
    }

    /** A short one; a client's own wish may be nearly the whole. */
    private boolean asksForAPart(String request) {
        Matcher range = RANGE.matcher(request);
        return range.find() && Integer.parseInt(range.group(2)) - Integer.parseInt(range.group(1)) < body.length() / 2;
    }

    /** Long enough for others to help: they are waited for in the middle of the first part. */
    private boolean slowly(String answer, Origin.Wire wire) throws IOException, InterruptedException {
        int piece = answer.length() / 40;
        for (int at = 0; at < answer.length(); at += piece) {
            wire.say(answer.substring(at, Math.min(at + piece, answer.length())));
            if (at == 0) {
                partsAsked.await(200, TimeUnit.MILLISECONDS);
                TimeUnit.MILLISECONDS.sleep(30);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return true;
    }

    String whole(Served as) {
        return answer(as, "GET");
    }

    /** What a member says to a request. */
    String answer(Served as, String request) {
        String head = "HTTP/1.1 200 OK\r\n" + as.fields;
        Matcher range = RANGE.matcher(request);
        if (request.startsWith("HEAD")) {
            return head + "Content-Length: " + body.length() + "\r\n\r\n";
        }
        return switch (as) {
            case CHUNKED -> head + "\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
            case SHORT -> head + "Content-Length: 5\r\n\r\nshort";
            case MISSING -> "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
            case ERROR -> "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
            case GARBAGE -> "what?\r\n\r\n";
            default ->
                as != Served.IGNORING && range.find()
                        ? part(as, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
                        : head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        };
    }

    private String part(Served as, int first, int last) {
        int from = as == Served.SHIFTED ? first + 1 : first;
        String head = "HTTP/1.1 206 Partial Content\r\n" + as.fields + "Content-Range: bytes " + from + "-" + last + "/"
                + body.length() + "\r\n";
        String content = body.substring(from, last + 1);
        if (as == Served.TORN) {
            return head + "Transfer-Encoding: chunked\r\n\r\n5\r\n" + content.substring(0, 5) + "\r\n0\r\n\r\n";
        }
        return head + "Content-Length: " + content.length() + "\r\n\r\n" + content;
    }
}
