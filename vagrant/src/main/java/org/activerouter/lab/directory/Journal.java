package org.activerouter.lab.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.events.EventLog;
import org.jspecify.annotations.Nullable;

/** Writes down who came and went and what was answered, where somebody wants to read it. Any thread. */
public final class Journal {
    /** Writes nothing. */
    public static final Journal NONE = new Journal(null);

    private final @Nullable EventLog log;

    private Journal(@Nullable EventLog log) {
        this.log = log;
    }

    /** Writes to a new file. */
    public static Journal in(Path file) throws IOException {
        return new Journal(new EventLog(file));
    }

    void entered(User user) {
        note(user, Event.Kind.CONNECTED);
    }

    void left(User user) {
        note(user, Event.Kind.LEFT);
    }

    private void note(User user, Event.Kind kind) {
        if (log != null) {
            log.write(Event.plain(System.currentTimeMillis(), address(user), user.nick(), kind));
        }
    }

    void served(User who, Optional<Search> search, List<Directory.Found> results, long nanos) {
        if (log != null) {
            double millis = nanos / 1e6;
            log.write(new Event(
                    System.currentTimeMillis() - Math.round(millis),
                    address(who),
                    who.nick(),
                    Event.Kind.QUERY,
                    search.map(each -> String.join(" ", each.words())).orElse(""),
                    millis,
                    millis,
                    results.stream().map(found -> found.file().name()).toList()));
        }
    }

    private static String address(User user) {
        return user.address().getHostAddress();
    }
}
