package org.activerouter.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.activerouter.lab.directory.Directory;
import org.activerouter.lab.directory.DirectorySession;
import org.activerouter.lab.directory.Journal;
import org.activerouter.lab.directory.ServerCounts;
import org.activerouter.lab.directory.ServiceStation;
import org.activerouter.lab.directory.Society;
import org.activerouter.lab.nap.NapConnection;

/**
 * A basic OpenNap server whose slowness is an option: a number of workers, each busy with a search for a service time. Says
 * {@code listening} when clients may come; on TERM writes its own counts to the report. With a log it writes down every search
 * as it answers it. What users have with each other (downloads, browsing, messages, channels, hotlists) is there in a basic form.
 */
public final class DirectoryServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final Directory directory = new Directory();
    private final Society society = new Society();
    private final Journal journal;
    private final ServerCounts counts = new ServerCounts();
    private final ServiceStation station;
    private final Semaphore seats;
    private final boolean nagle;

    private DirectoryServer(Options options) throws IOException {
        this.station = new ServiceStation(
                options.number("workers"), options.decimal("service-micros"), options.number("seed"));
        this.seats = new Semaphore(options.number("max-connections"));
        this.journal = options.isSet("log") ? Journal.in(Path.of(options.text("log"))) : Journal.NONE;
        this.nagle = Boolean.parseBoolean(options.text("nagle"));
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(
                new InetSocketAddress(InetAddress.getByName(options.text("address")), options.number("port")), BACKLOG);
    }

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                        "DirectoryServer",
                        "address",
                        "0.0.0.0",
                        "port",
                        "8888",
                        "workers",
                        "2",
                        "service-micros",
                        "0",
                        "nagle",
                        "false",
                        "max-connections",
                        "10000",
                        "seed",
                        "1",
                        "report",
                        "",
                        "log",
                        "")
                .read(arguments);
        try (DirectoryServer server = new DirectoryServer(options)) {
            if (options.isSet("report")) {
                Runtime.getRuntime()
                        .addShutdownHook(Thread.ofPlatform()
                                .unstarted(() -> Report.write(options.text("report"), server.counts.asJson())));
            }
            System.out.println("listening on " + server.listener.getLocalSocketAddress());
            server.acceptForEver();
        }
    }

    private void acceptForEver() throws IOException, InterruptedException {
        while (true) {
            seats.acquire();
            Socket client = listener.accept();
            Thread.ofVirtual().start(() -> serve(client));
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(!nagle);
            NapConnection connection = new NapConnection(client, DirectorySession.LONGEST_REQUEST);
            new DirectorySession(connection, directory, society, station, counts, journal).run();
        } catch (IOException gone) {
            // The client left between connecting and being served.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            seats.release();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
