package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same script, once directly at the server and once through the proxy: clients come and go, share, withdraw, search, write to
 * each other, say nonsense. Since the proxy sees everything that happens at this server, every answer must be the one that
 * the server would give at that moment: the same results (their order may differ), and every other message byte for byte.
 */
class SameConversationTest {
    private static final String[] WORDS = {"alpha", "bravo", "charlie", "delta", "echo's", "foxtrot", "golf"};
    private static final int CLIENTS = 6;
    private static final int ACTIONS = 400;

    /** After this the last part of the last message has come, however many searches waited for each other. */
    private static final Duration ARRIVAL = Duration.ofMillis(50);

    @ParameterizedTest
    @ValueSource(
            longs = {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
                29, 30
            })
    void theProxyIsNotToBeNoticed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // A server that cuts where its operator said, or one of which nobody said that it cuts at twelve.
        int[][] cuts = {{100, 100}, {5, 5}, {12, 100}};
        int[] cut = cuts[random.nextInt(cuts.length)];
        ModelServer plain = new ModelServer(cut[0]);
        Laboratory lab = new Laboratory(TestSettings.cuttingAt(cut[1]), new ModelServer(cut[0]), seed);
        if (seed % 2 == 0) {
            lab.dribble();
        }
        Map<String, Both> clients = new LinkedHashMap<>();
        for (int action = 0; action < ACTIONS; action++) {
            String nick = "user" + random.nextInt(CLIENTS);
            Both client = clients.get(nick);
            if (client == null) {
                client = new Both(plain, lab, nick, random);
                clients.put(nick, client);
                client.both(Nap.logIn(nick, random.nextInt(3) == 0 ? 0 : 6699));
            } else if (random.nextInt(25) == 0) {
                client.leave();
                clients.remove(nick);
            } else {
                client.both(messages(random));
            }
            lab.advance(ARRIVAL);
            clients.values().forEach(Both::compare);
            lab.advance(Duration.ofMillis(random.nextInt(1500)));
        }
        assertThat(lab.counts().hits()).isGreaterThan(10);
        assertThat(lab.counts().refused().get("doubt")).isZero();
        assertThat(lab.counts().searches()).isEqualTo(plain.searches());
        assertThat(lab.server.searches()).isLessThan(plain.searches());
    }

    /** What clients of real servers say, by the list in a real server's source. */
    private static int[] typesOfClients() {
        return Stream.of(
                        IntStream.of(0, 4, 6, 7, 11, 14, 203, 205, 207, 208, 211, 214, 215),
                        IntStream.rangeClosed(218, 221),
                        IntStream.of(300, 303, 320, 322, 323, 326, 410, 420, 500, 600, 603),
                        IntStream.rangeClosed(400, 404),
                        IntStream.rangeClosed(422, 424),
                        IntStream.rangeClosed(606, 641),
                        IntStream.of(652, 750, 751, 752, 753, 800, 801, 810, 870, 920, 9998, 9999),
                        IntStream.rangeClosed(700, 702),
                        IntStream.rangeClosed(820, 831),
                        IntStream.rangeClosed(10_000, 10_304))
                .flatMapToInt(types -> types)
                .toArray();
    }

    @Test
    void everyTypeOfMessagePassesAndIsAnsweredAsWithoutAProxy() {
        ModelServer plain = new ModelServer(100);
        Laboratory lab = new Laboratory(TestSettings.cuttingAt(100), new ModelServer(100), 1);
        Both client = new Both(plain, lab, "user1", new SplittableRandom(1));
        client.both(Nap.logIn("user1", 6699), Nap.share("C:\\m\\alpha.mp3"));
        for (int type : typesOfClients()) {
            client.both(new Nap(type, "user1 and more"));
            lab.settle();
            client.both(Nap.search("bravo"));
            lab.settle();
            client.compare();
        }
        assertThat(lab.counts().refused().get("doubt")).isZero();
        assertThat(lab.counts().hits()).isGreaterThan(50);
    }

    private static Nap[] messages(SplittableRandom random) {
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 1;
        Nap[] messages = new Nap[count];
        for (int i = 0; i < count; i++) {
            messages[i] = message(random);
        }
        return messages;
    }

    /** For a client that stays: what changes what is shared, or all the rest. Nothing that others hear of. */
    static Nap[] script(SplittableRandom random, boolean changes, int who) {
        Nap[] messages = messages(random);
        for (int i = 0; i < messages.length; i++) {
            boolean isChange = messages[i].type() == Nap.SHARE
                    || messages[i].type() == Nap.FOLDER
                    || messages[i].type() == Nap.UNSHARE
                    || messages[i].type() == Nap.UNSHARE_ALL;
            if (changes) {
                messages[i] = Nap.share(path(random));
            } else if (isChange || messages[i].type() == 205) {
                messages[i] = new Nap(205, "user" + who + " to myself");
            }
        }
        return messages;
    }

    private static Nap message(SplittableRandom random) {
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3 -> Nap.share(path(random));
            case 4 ->
                new Nap(
                        Nap.FOLDER,
                        "\"C:\\mp3\\" + word(random) + "\\\" \"" + word(random) + " one.mp3\" 0 1 128 3 4 \""
                                + word(random) + ".mp3\" 0 1 192 3 4");
            case 5 -> new Nap(Nap.UNSHARE, path(random));
            case 6 -> new Nap(Nap.UNSHARE_ALL, "");
            case 7 -> new Nap(205, "user" + random.nextInt(CLIENTS) + " hello");
            case 8 -> new Nap(211, "user" + random.nextInt(CLIENTS));
            case 9 -> new Nap(603, "user1");
            case 10 -> new Nap(9999, "whatever");
            case 11 -> new Nap(Nap.SEARCH, "WMA-FILE");
            case 12 -> new Nap(Nap.SEARCH, "");
            case 13, 14 -> new Nap(Nap.SEARCH, "FILENAME CONTAINS \"" + word(random) + "\" MAX_RESULTS 2 ");
            case 15, 16 ->
                new Nap(Nap.SEARCH, "bitrate \"AT LEAST\" \"160\" filename CONTAINS \"" + word(random) + "\"");
            case 17 -> Nap.search(word(random) + " " + word(random));
            default -> Nap.search(word(random));
        };
    }

    private static String path(SplittableRandom random) {
        return "C:\\music\\" + word(random) + "\\" + word(random) + " " + word(random) + ".mp3";
    }

    private static String word(SplittableRandom random) {
        int rank = Math.min(random.nextInt(WORDS.length), random.nextInt(WORDS.length));
        return random.nextInt(9) == 0 ? WORDS[rank].toUpperCase(java.util.Locale.ROOT) : WORDS[rank];
    }

    /** The same client, once here and once there. */
    private static final class Both {
        private final List<Nap> directly = new ArrayList<>();
        private final ModelServer.Client direct;
        private final Laboratory.Client proxied;
        private int compared;

        Both(ModelServer plain, Laboratory lab, String nick, SplittableRandom random) {
            String address = "10.0." + random.nextInt(200) + "." + (1 + nick.charAt(4) - '0');
            direct = plain.connect(address, directly::add);
            proxied = lab.connect(address);
        }

        void both(Nap... messages) {
            for (Nap message : messages) {
                direct.say(message);
            }
            proxied.say(messages);
        }

        void leave() {
            direct.leave();
            proxied.leave();
        }

        void compare() {
            assertThat(normal(proxied.received.subList(compared, proxied.received.size())))
                    .isEqualTo(normal(directly.subList(compared, directly.size())));
            compared = directly.size();
        }

        /** Results of one answer in any order; what comes between answers as it came; answers in their order. */
        private static List<List<String>> normal(List<Nap> messages) {
            List<String> answers = new ArrayList<>();
            List<String> others = new ArrayList<>();
            List<String> results = new ArrayList<>();
            for (Nap message : messages) {
                switch (message.type()) {
                    case Nap.RESULT -> results.add(message.toString());
                    case Nap.END -> {
                        results.sort(null);
                        answers.addAll(results);
                        answers.add(message.toString());
                        results.clear();
                    }
                    default -> others.add(message.toString());
                }
            }
            assertThat(results).isEmpty();
            return List.of(answers, others);
        }
    }
}
