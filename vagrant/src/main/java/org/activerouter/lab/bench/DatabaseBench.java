package org.activerouter.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.lab.bench.KilledWriter.Loss;

/**
 * Measures the state database: {@code DatabaseBench DIRECTORY [SECONDS [RATE]]}. The file is written in that directory, so
 * its disk counts. With a fourth argument it is the child that makes one measurement.
 */
public final class DatabaseBench {
    private static final List<String> MEASUREMENTS = List.of("ours", "batches", "rows", "ours-fastest");
    private static final int SERVERS = 10;
    private static final int KILLS = 5;

    private final Path directory;
    private final int seconds;
    private final int rate;

    private DatabaseBench(Path directory, int seconds, int rate) {
        this.directory = directory;
        this.seconds = seconds;
        this.rate = rate;
    }

    /** Entry point. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, SQLException, StateDatabaseException {
        if (arguments.length < 1) {
            System.err.println("usage: DatabaseBench DIRECTORY [SECONDS [RATE]]");
            System.exit(64);
        }
        DatabaseBench bench = new DatabaseBench(
                Files.createDirectories(Path.of(arguments[0])),
                arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20,
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000);
        if (arguments.length > 3) {
            bench.measure(arguments[3]);
        } else {
            bench.all();
        }
    }

    private void all() throws IOException, InterruptedException, SQLException {
        System.out.printf("state database, %d s each, %d servers, file below %s%n", seconds, SERVERS, directory);
        for (String measurement : MEASUREMENTS) {
            List<String> command = java();
            command.addAll(
                    List.of(DatabaseBench.class.getName(), directory.toString(), "" + seconds, "" + rate, measurement));
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException("the measurement '" + measurement + "' ended with " + status);
            }
        }
        kills();
    }

    private static List<String> java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ArrayList<>(List.of(
                java.toString(),
                "-Xmx192m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path")));
    }

    private void measure(String measurement) throws IOException, SQLException, StateDatabaseException {
        Path file = directory.resolve(measurement);
        clear(measurement);
        switch (measurement) {
            case "ours" -> new StateDatabaseRun(file, seconds, SERVERS, rate).atRate(rate);
            case "ours-fastest" -> new StateDatabaseRun(file, seconds, SERVERS, rate).asFastAsItGoes();
            case "batches" -> new PlainInserts(file, seconds, SERVERS, rate).run(1_000);
            case "rows" -> new PlainInserts(file, seconds, SERVERS, rate).run(1);
            default -> throw new IllegalArgumentException(measurement);
        }
        clear(measurement);
    }

    private void clear(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(name + "."))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private void kills() throws IOException, InterruptedException, SQLException {
        Random random = new Random();
        KilledWriter writer = new KilledWriter(directory, java(), rate);
        List<Loss> losses = new ArrayList<>();
        for (int i = 1; i <= KILLS; i++) {
            Loss loss = writer.kill(40 + random.nextInt(30));
            losses.add(loss);
            System.out.printf(
                    "  kill -9, run %d at %,d/s: youngest aggregate that survived %.0f ms old, oldest lost %.0f ms old,"
                            + " %d of %,d lost, %d holes; %,d of %,d exchanges lost, %,d dropped%n",
                    i,
                    rate,
                    loss.youngestMillis(),
                    loss.oldestLostMillis(),
                    loss.aggregatesLost(),
                    loss.aggregates(),
                    loss.holes(),
                    loss.exchangesLost(),
                    loss.exchanges(),
                    loss.dropped());
        }
        losses.sort(Comparator.comparingDouble(Loss::youngestMillis));
        System.out.printf(
                "  kill -9, %d runs: youngest aggregate that survived median %.0f ms, max %.0f ms old;",
                KILLS,
                losses.get(KILLS / 2).youngestMillis(),
                losses.get(KILLS - 1).youngestMillis());
        losses.sort(Comparator.comparingLong(Loss::exchangesLost));
        System.out.printf(
                " exchanges lost median %,d, max %,d%n",
                losses.get(KILLS / 2).exchangesLost(), losses.get(KILLS - 1).exchangesLost());
    }
}
