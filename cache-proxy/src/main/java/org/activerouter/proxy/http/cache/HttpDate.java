package org.activerouter.proxy.http.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates as RFC 9110 section 5.6.7 has them: the one form that is sent, and two that are obsolete but must be read. Stateless. */
public final class HttpDate {
    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private static final DateTimeFormatter SENT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** Of milliseconds since 1970, in the form that is sent. */
    static String text(long millis) {
        return SENT.format(Instant.ofEpochMilli(millis));
    }

    /** Milliseconds since 1970; null when it is no date. */
    public static @Nullable Long millis(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (DateTimeFormatter form : FORMS) {
            try {
                return Instant.from(form.parse(text)).toEpochMilli();
            } catch (DateTimeException other) {
                // Perhaps it is of another form.
            }
        }
        return null;
    }
}
