package org.activerouter.proxy.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.proxy.http.cache.FieldSource;
import org.activerouter.proxy.http.cache.HttpDate;
import org.jspecify.annotations.Nullable;

/**
 * What a member's answer is a copy of. Parts may be put together exactly if they are of equal ones: what members say of it identifies
 * its bytes (RFC 9110 section 15.3.7.3).
 *
 * @param length all of it, in bytes
 * @param validator a strong one: the entity tag, or without any the time of the last change
 * @param coding how its content is coded; empty when it is not
 */
record Representation(long length, String validator, String coding) {
    /** A change that is so much older than the answer cannot have been followed by another in the same second (RFC 9110 section 8.8.2.2). */
    private static final long SETTLED_MILLIS = 60_000;

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})", Pattern.CASE_INSENSITIVE);

    /** Of an answer that is whole, if parts of it can be had as well; null if not. */
    static @Nullable Representation ofWhole(HeadParser answer) {
        Fields fields = answer.fields();
        boolean plain = answer.status() == 200 && fields.codings() == 0 && fields.length() > 0;
        return plain && hasRanges(fields) ? of(fields, fields.length()) : null;
    }

    /** Of an answer that is exactly the part that was asked for; null when it is anything else. */
    static @Nullable Representation ofPart(HeadParser answer, long first, long last) {
        String said = answer.status() == 206 ? answer.fields().find("content-range") : null;
        Matcher range = CONTENT_RANGE.matcher(said == null ? "" : said);
        boolean exact = range.matches()
                && Long.parseLong(range.group(1)) == first
                && Long.parseLong(range.group(2)) == last
                && (answer.fields().length() < 0 || answer.fields().length() == last - first + 1);
        return exact ? of(answer.fields(), Long.parseLong(range.group(3))) : null;
    }

    private static boolean hasRanges(FieldSource fields) {
        String accepted = fields.find("accept-ranges");
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("bytes");
    }

    private static @Nullable Representation of(FieldSource fields, long length) {
        String validator = validator(fields);
        String coding = fields.find("content-encoding");
        return validator == null ? null : new Representation(length, validator, coding == null ? "" : coding);
    }

    private static @Nullable String validator(FieldSource fields) {
        String tag = fields.find("etag");
        if (tag != null) {
            return tag.startsWith("\"") ? tag : null;
        }
        Long changed = HttpDate.millis(fields.find("last-modified"));
        Long said = HttpDate.millis(fields.find("date"));
        return changed != null && said != null && said - changed >= SETTLED_MILLIS ? "changed " + changed : null;
    }
}
