package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.lab.web.WebClient;
import org.activerouter.lab.web.WebLog;

/** Clients of web servers: each address asks one server, the first address the first, and so on around. */
public final class WebClients {
    private WebClients() {}

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                        "WebClients",
                        "servers",
                        "10.81.1.10:80",
                        "from",
                        "10.81.2.101",
                        "path",
                        "/",
                        "rate",
                        "10",
                        "seconds",
                        "10",
                        "log",
                        "clients.csv")
                .read(arguments);
        String[] servers = options.text("servers").split(",", -1);
        String[] addresses = options.text("from").split(",", -1);
        long end = System.currentTimeMillis() + options.number("seconds") * 1_000L;
        try (WebLog log = new WebLog(Path.of(options.text("log")))) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < addresses.length; i++) {
                WebClient client = new WebClient(
                        addresses[i],
                        servers[i % servers.length],
                        options.text("path"),
                        options.decimal("rate"),
                        end,
                        log::write);
                clients.add(Thread.ofPlatform().name(addresses[i]).start(client));
            }
            for (Thread client : clients) {
                client.join();
            }
        }
    }
}
