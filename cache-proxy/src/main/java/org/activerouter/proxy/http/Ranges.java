package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.activerouter.proxy.http.cache.Range;

/** Requests for parts (RFC 9110 section 14). Stateless. */
final class Ranges {
    /** What makes an answer another one by what has become of the whole (RFC 9110 section 13). */
    private static final List<String> CONDITIONS =
            List.of("if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since");

    /** Only a line feed begins a line: others that Java knows may stand inside of a value. */
    private static final Pattern LINE =
            Pattern.compile("^range:.*\n", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.UNIX_LINES);

    private Ranges() {}

    /** Whether the request that was read last may be asked in parts, should its answer turn out to be long. */
    static boolean areAllowed(HeadParser request, Asked asked) {
        return asked.repeatable()
                && !asked.old()
                && request.isMethod("GET")
                && asksForOnePiece(request.fields())
                && CONDITIONS.stream().allMatch(name -> request.fields().find(name) == null);
    }

    private static boolean asksForOnePiece(Fields request) {
        String range = request.find("range");
        return range == null || Range.isSingle(range);
    }

    /** A request's head without the client's own wish for a part; takes it over, and gives one to whoever takes that. */
    static ByteBuf without(ByteBuf head) {
        String lines = head.toString(StandardCharsets.ISO_8859_1);
        String others = LINE.matcher(lines).replaceAll("");
        if (others.length() == lines.length()) {
            return head;
        }
        ByteBuf shorter = head.alloc().directBuffer(others.length());
        shorter.writeCharSequence(others, StandardCharsets.ISO_8859_1);
        head.release();
        return shorter;
    }

    /** A request's head with a part asked for; the head given stays its owner's. */
    static ByteBuf ask(ByteBuf head, long first, long last) {
        return Buffers.withLines(head, "Range: bytes=" + first + "-" + last + "\r\n");
    }
}
