package org.activerouter.proxy.http;

import java.util.Locale;
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

    /** Of an answer that is whole, if it says that parts of it can be had as well; null if not. */
    static @Nullable Representation withRanges(FieldSource fields, long length) {
        return hasRanges(fields) ? of(fields, length) : null;
    }

    private static boolean hasRanges(FieldSource fields) {
        String accepted = fields.find("accept-ranges");
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("bytes");
    }

    /** Of an answer with these fields; null if they do not identify its bytes. */
    static @Nullable Representation of(FieldSource fields, long length) {
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
