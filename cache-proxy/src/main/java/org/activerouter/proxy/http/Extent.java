package org.activerouter.proxy.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer brings of a representation: all of it, or the part that was asked for (RFC 9110 section 14.4).
 *
 * @param of what it is a part of
 * @param first the place of its first byte
 * @param last the place of its last byte
 */
record Extent(Representation of, long first, long last) {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})", Pattern.CASE_INSENSITIVE);

    /** Of an answer whose content comes as it is, if parts of it can be had as well; null if not. */
    static @Nullable Extent divisible(HeadParser answer) {
        Fields fields = answer.fields();
        if (fields.codings() > 0 || fields.length() <= 0) {
            return null;
        }
        return answer.status() == 200 ? whole(fields) : part(answer);
    }

    private static @Nullable Extent whole(Fields fields) {
        Representation all = Representation.withRanges(fields, fields.length());
        return all == null ? null : new Extent(all, 0, all.length() - 1);
    }

    /** Of an answer that is one part; null when it is anything else, or says of itself what cannot be. */
    static @Nullable Extent part(HeadParser answer) {
        String said = answer.status() == 206 ? answer.fields().find("content-range") : null;
        Matcher range = CONTENT_RANGE.matcher(said == null ? "" : said);
        if (!range.matches()) {
            return null;
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        Representation all = Representation.of(answer.fields(), Long.parseLong(range.group(3)));
        long length = answer.fields().length();
        boolean possible = first <= last && (length < 0 || length == last - first + 1);
        return possible && all != null && last < all.length() ? new Extent(all, first, last) : null;
    }

    /** How long it is, in bytes. */
    long length() {
        return last - first + 1;
    }
}
