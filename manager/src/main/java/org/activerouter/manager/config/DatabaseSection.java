package org.activerouter.manager.config;

import java.nio.file.Path;
import java.time.Duration;
import org.activerouter.analyzer.history.StateDatabaseSettings;

/** Reads where the state database is and what it keeps. */
final class DatabaseSection {
    private static final Path USUAL_FILE = Path.of("/var/lib/active-router/state");
    private static final StateDatabaseSettings IN_FILE = StateDatabaseSettings.inFile(USUAL_FILE);
    private static final StateDatabaseSettings IN_MEMORY = StateDatabaseSettings.inMemory();
    private static final Duration DECADE = Duration.ofDays(3_650);
    private static final int LONGEST_NAME = 1_024;

    private static final Key<Path> FILE = Key.usually(
            "file",
            Types.file(LONGEST_NAME),
            USUAL_FILE,
            "Where history and decisions are kept, without the ending .mv.db.");
    private static final Key<Boolean> MEMORY_ONLY = Key.usually(
            "in-memory", Types.yesOrNo(), false, "Whether history is kept in memory only, and gone with the program.");
    private static final Key<Duration> KEEP_EXCHANGES = Key.usually(
            "keep-exchanges",
            Types.duration(Duration.ofSeconds(1), DECADE),
            IN_FILE.keepExchanges(),
            "Age at which single queries with their answers go; each takes about 60 bytes.");
    private static final Key<Duration> KEEP_SECONDS = Key.usually(
            "keep-seconds",
            Types.duration(Duration.ofSeconds(1), DECADE),
            IN_FILE.keepSeconds(),
            "Age at which the figures of single seconds go; no shorter than keep-exchanges.");
    private static final Key<Duration> KEEP_MINUTES = Key.usually(
            "keep-minutes",
            Types.duration(Duration.ofSeconds(1), DECADE),
            IN_FILE.keepMinutes(),
            "Age at which the figures of single minutes go; no shorter than keep-seconds.");
    private static final Key<Long> SIZE = Key.derived(
            "size",
            Types.size(4L << 20, 16L << 40),
            "4GiB, in memory 64MiB",
            IN_FILE.maxBytes(),
            "What it may take; the oldest goes first.");
    private static final Key<Long> RESERVE = Key.usually(
            "reserve",
            Types.size(0, 16L << 40),
            IN_FILE.reserveBytes(),
            "Room that is left to others on the file system; with less than this, history pauses.");
    private static final Key<Integer> SERVERS = Key.usually(
            "servers",
            Types.whole(1, 10_000_000),
            IN_FILE.maxServers(),
            "Servers that it knows; what belongs to further ones is dropped and counted.");
    private static final Key<Integer> QUEUE = Key.usually(
            "queue",
            Types.whole(2, 4_000_000),
            IN_FILE.queuedExchanges(),
            "Rows of one kind that may wait to be written; beyond it they are dropped and counted.");
    private static final Key<Duration> FLUSH = Key.usually(
            "flush",
            Types.duration(Duration.ofMillis(10), Duration.ofSeconds(2)),
            IN_FILE.flushInterval(),
            "Longest time a row waits to be written: what a crash can cost.");

    static final Section SECTION = Section.of(
            "database",
            "The state database: history and decisions. Losing it stops nothing.",
            FILE,
            MEMORY_ONLY,
            KEEP_EXCHANGES,
            KEEP_SECONDS,
            KEEP_MINUTES,
            SIZE,
            RESERVE,
            SERVERS,
            QUEUE,
            FLUSH);

    private DatabaseSection() {}

    static StateDatabaseSettings read(SectionReader in) {
        Path file = in.get(FILE);
        boolean inMemory = in.get(MEMORY_ONLY);
        Duration exchanges = in.get(KEEP_EXCHANGES);
        Duration seconds = in.get(KEEP_SECONDS);
        Duration minutes = in.get(KEEP_MINUTES);
        if (inMemory && in.isSet(FILE)) {
            in.refuse(FILE, "contradicts in-memory = true", "take one of the two out");
        }
        notShorter(in, KEEP_SECONDS, seconds, KEEP_EXCHANGES, exchanges);
        notShorter(in, KEEP_MINUTES, minutes, KEEP_SECONDS, seconds);
        int queue = in.get(QUEUE);
        return new StateDatabaseSettings(
                inMemory ? null : file,
                queue,
                queue,
                exchanges,
                longer(seconds, exchanges),
                longer(minutes, longer(seconds, exchanges)),
                in.getOr(SIZE, inMemory ? IN_MEMORY.maxBytes() : IN_FILE.maxBytes()),
                in.get(RESERVE),
                in.get(SERVERS),
                in.get(FLUSH));
    }

    private static void notShorter(
            SectionReader in, Key<Duration> key, Duration value, Key<Duration> other, Duration least) {
        if (in.sound(key, other) && value.compareTo(least) < 0) {
            in.refuse(key, "is shorter than " + other.name() + ", " + Types.text(least), "");
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
