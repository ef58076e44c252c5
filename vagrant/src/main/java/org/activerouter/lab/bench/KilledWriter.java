package org.activerouter.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.history.StateDatabase;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.analyzer.history.StateDatabaseSettings;

/**
 * What kill -9 costs. A child process hands exchanges to the state database at a steady rate, and an aggregate every
 * 10 ms; when it handed in which is kept in a mapped file, which outlives it. The parent kills it and looks what is left.
 */
final class KilledWriter {
    private static final int AGGREGATES_PER_SECOND = 100;
    private static final int LINES_PER_SECOND = 10;
    private static final long FIRST_SECOND = 1_795_168_800L;
    private static final int EXCHANGES_AT = 0;
    private static final int DROPPED_AT = 8;
    private static final int AGGREGATES_AT = 16;
    private static final int TIMES_AT = 24;
    private static final int MOST_AGGREGATES = 1 << 16;

    /**
     * What one kill cost.
     *
     * @param aggregates handed in
     * @param aggregatesLost of them
     * @param holes lost ones that are older than one that survived
     * @param youngestMillis age, when killed, of the youngest aggregate that survived
     * @param oldestLostMillis age of the oldest one lost; 0 if none was
     * @param exchanges handed in
     * @param exchangesLost of them, those dropped left out
     * @param dropped exchanges that found the queue full
     * @param tornExchanges difference between the rows and the entries of their index
     */
    record Loss(
            long aggregates,
            long aggregatesLost,
            long holes,
            double youngestMillis,
            double oldestLostMillis,
            long exchanges,
            long exchangesLost,
            long dropped,
            long tornExchanges) {}

    private final Path directory;
    private final List<String> java;
    private final int rate;

    /**
     * Kills in that directory.
     *
     * @param java command that starts a JVM with this class on its class path, without the class
     */
    KilledWriter(Path directory, List<String> java, int rate) {
        this.directory = directory;
        this.java = java;
        this.rate = rate;
    }

    /** Lets a child write for so many tenths of a second and kills it. */
    Loss kill(int tenths) throws IOException, InterruptedException, SQLException {
        Path notes = directory.resolve("handed-in");
        Files.write(notes, new byte[TIMES_AT + Long.BYTES * MOST_AGGREGATES]);
        Process child = start(notes);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < tenths; i++) {
                if (lines.readLine() == null) {
                    throw new IOException("the writing child ended by itself");
                }
            }
            long killedNanos = System.nanoTime();
            child.destroyForcibly();
            child.waitFor();
            return compare(ByteBuffer.wrap(Files.readAllBytes(notes)), killedNanos);
        } finally {
            child.destroyForcibly();
            Files.deleteIfExists(directory.resolve("killed.mv.db"));
            Files.delete(notes);
        }
    }

    private Process start(Path notes) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(KilledWriter.class.getName(), database().toString(), notes.toString(), "" + rate));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Path database() {
        return directory.resolve("killed");
    }

    private Loss compare(ByteBuffer notes, long killedNanos) throws SQLException {
        long exchanges = notes.getLong(EXCHANGES_AT);
        long dropped = notes.getLong(DROPPED_AT);
        long aggregates = notes.getLong(AGGREGATES_AT);
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + database(), "sa", "");
                Statement statement = connection.createStatement()) {
            // The first segment is not full yet; its rows are counted once in the table and once in its index.
            long rows = number(statement, "SELECT COUNT(*) FROM exchange_1");
            long indexed = number(statement, "SELECT COUNT(*) FROM exchange_1 WHERE server > 0 AND asked_nanos > 0");
            long surviving = number(statement, "SELECT COUNT(DISTINCT epoch_second) FROM second_aggregate");
            long newest = number(statement, "SELECT MAX(epoch_second) FROM second_aggregate");
            int youngest = surviving == 0 ? -1 : (int) (newest - FIRST_SECOND);
            return new Loss(
                    aggregates,
                    Math.max(0, aggregates - surviving),
                    youngest + 1 - surviving,
                    millisBefore(notes, youngest, killedNanos),
                    youngest + 1 < aggregates ? millisBefore(notes, youngest + 1, killedNanos) : 0,
                    exchanges,
                    Math.max(0, exchanges - dropped - rows),
                    dropped,
                    Math.abs(rows - indexed));
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** nanoTime counts from the start of the machine on Linux, so that two processes agree on it. */
    private static double millisBefore(ByteBuffer notes, int aggregate, long killedNanos) {
        return aggregate < 0
                ? Double.POSITIVE_INFINITY
                : (killedNanos - notes.getLong(TIMES_AT + Long.BYTES * aggregate)) / 1e6;
    }

    /** The child: DATABASE NOTES RATE. Writes until it is killed, or until nobody listens any more. */
    public static void main(String[] arguments) throws StateDatabaseException, IOException {
        int rate = Integer.parseInt(arguments[2]);
        StateDatabase database = StateDatabase.open(StateDatabaseSettings.inFile(Path.of(arguments[0])));
        try (FileChannel channel =
                FileChannel.open(Path.of(arguments[1]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            handIn(database, channel.map(MapMode.READ_WRITE, 0, channel.size()), rate);
        }
    }

    private static void handIn(StateDatabase database, MappedByteBuffer notes, int rate) {
        SyntheticExchanges exchanges = new SyntheticExchanges(10, rate);
        Pace pace = new Pace(rate);
        int aggregates = 0;
        for (long i = 0; aggregates < MOST_AGGREGATES; i++) {
            pace.await();
            if (i % (rate / AGGREGATES_PER_SECOND) == 0) {
                database.second(exchanges.second(0, FIRST_SECOND + aggregates));
                notes.putLong(TIMES_AT + Long.BYTES * aggregates, System.nanoTime());
                notes.putLong(AGGREGATES_AT, ++aggregates);
                notes.putLong(DROPPED_AT, database.status().rowsDropped());
            }
            if (i % (rate / LINES_PER_SECOND) == 0) {
                System.out.println(i);
                if (System.out.checkError()) {
                    return;
                }
            }
            database.exchange(exchanges.next());
            notes.putLong(EXCHANGES_AT, i + 1);
        }
    }
}
