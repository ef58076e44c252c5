package org.activerouter.proxy.opennap;

import java.time.Duration;
import java.util.List;

/** What tests of a cache proxy's sessions have in common: the laboratory, and users in it. */
abstract class CachedDirectory {
    final Laboratory lab = new Laboratory(TestSettings.cuttingAt(100), new ModelServer(100), 1);

    Laboratory.Client user(String nick, String... paths) {
        return user(nick, 6699, paths);
    }

    Laboratory.Client user(String nick, int port, String... paths) {
        Laboratory.Client client = lab.connect("10.0.0." + (1 + nick.charAt(nick.length() - 1) % 200));
        client.say(Nap.logIn(nick, port));
        for (String path : paths) {
            client.say(Nap.share(path));
        }
        client.toServer();
        lab.advance(Duration.ofMillis(1001));
        return client;
    }

    /** Shares of a moment ago may not have reached the server when a search does. */
    static void settle(Laboratory laboratory) {
        laboratory.advance(Duration.ofMillis(1001));
    }

    long searchesAtServer() {
        return lab.server.searches();
    }

    static List<String> sharersIn(List<Nap> answer) {
        return answer.stream()
                .filter(message -> message.type() == Nap.RESULT)
                .map(message -> message.text().split(" ", -1))
                .map(fields -> fields[fields.length - 3])
                .toList();
    }
}
