package org.activerouter.manager.control;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Nanoseconds since 1970 as operators read them: in the time zone of the machine. Stateless. */
final class Timestamps {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Timestamps() {}

    static String text(long nanos) {
        return FORM.format(Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(nanos)));
    }
}
