package org.activerouter.lab.traffic;

import java.util.Locale;
import java.util.SplittableRandom;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapMessage;
import org.jspecify.annotations.Nullable;

/**
 * One client's address and port at one server, and the connections it makes one after another (a closed one is followed by a
 * new one from the same port). Each turn writes the script of one exchange. One thread.
 */
final class Session {
    static final int PORT = 8888;
    private static final int MOST_PIPELINED = 5;
    private static final int MOST_RESULTS = 100;
    private static final int HUGE_RESULTS = 400;
    private static final double MEAN_SERVICE_MICROS = 3_000;
    private static final double MEAN_THINKING_MICROS = 1_900_000;
    private static final byte[] END = new NapMessage(MessageType.SEARCH_END, "").encoded();
    private static final byte[] STATISTICS = new NapMessage(MessageType.STATISTICS, "40000 1200000 5400").encoded();

    private final int number;
    private final int clientAddress;
    private final int clientPort;
    private final int serverAddress;
    private final ServerCounts counts;
    private final boolean timestamps;
    private final boolean writesMessageByMessage;
    private final int clock;
    private final Half client = new Half();
    private final Half server = new Half();
    private @Nullable Script script;
    private boolean open;
    private boolean used;
    private int clientTimestamp;
    private int serverTimestamp;

    Session(int number, int serverNumber, ServerCounts counts, SplittableRandom random) {
        this.number = number;
        this.clientAddress = 0x0a02_0000 + 256 + number / 2;
        this.clientPort = 20_000 + random.nextInt(40_000);
        this.serverAddress = serverAddress(serverNumber);
        this.counts = counts;
        this.timestamps = random.nextInt(5) != 0;
        this.writesMessageByMessage = random.nextInt(4) == 0;
        this.clock = random.nextInt();
        counts.client();
    }

    static int serverAddress(int serverNumber) {
        return 0x0a01_0000 + 10 + serverNumber;
    }

    @Nullable
    Script script() {
        return script;
    }

    /** No exchange is under way. */
    void rest() {
        script = null;
    }

    boolean isOpen() {
        return open;
    }

    /** Writes the next exchange, from this moment on; the answer is the moment of its last packet. */
    long act(long now, Dialogue dialogue, Script into, Vocabulary vocabulary, SplittableRandom random) {
        script = into;
        if (!open) {
            return logIn(now, dialogue, into, vocabulary, random);
        }
        dialogue.begin(client, server, into);
        int fate = random.nextInt(1000);
        if (fate < 16) {
            close(now, dialogue, fate, vocabulary, random);
        } else {
            search(now, dialogue, vocabulary, random);
        }
        return dialogue.perform();
    }

    /** How long the user thinks before the next exchange; a closed session comes back sooner or later. */
    long pauseMicros(SplittableRandom random) {
        return 1_000 + (long) exponential(random, open ? MEAN_THINKING_MICROS : 3_000_000);
    }

    private long logIn(long now, Dialogue dialogue, Script into, Vocabulary vocabulary, SplittableRandom random) {
        open = true;
        counts.connection();
        // A port that is used again begins above its old numbers (RFC 6528 keeps them growing).
        client.begin(used ? client.emitted() + 64_000 + random.nextInt(1 << 20) : random.nextInt());
        server.begin(used ? server.emitted() + 64_000 + random.nextInt(1 << 20) : random.nextInt());
        used = true;
        dialogue.begin(client, server, into);
        dialogue.control(now, false, Segment.SYN);
        dialogue.control(now + 150, true, Segment.SYN | Segment.ACK);
        dialogue.control(now + 300, false, Segment.ACK);
        long at = now + 500;
        at = say(dialogue, at, false, new NapMessage(MessageType.LOGIN, loginText()).encoded());
        at = welcome(dialogue, at + 1_500);
        int shares = 2 + random.nextInt(6);
        int mark = dialogue.mark();
        for (int i = 0; i < shares; i++) {
            dialogue.write(vocabulary.share(random));
        }
        dialogue.say(at + 60_000, false, mark, segmentBytes());
        return dialogue.perform();
    }

    private String loginText() {
        return String.format(Locale.ROOT, "user%05d pw 6699 \"TekNap-1.3g\" %d 5201 0", number, number % 11);
    }

    private long welcome(Dialogue dialogue, long at) {
        int mark = dialogue.mark();
        dialogue.write(new NapMessage(MessageType.LOGIN_ACCEPTED, "user@example.org").encoded());
        dialogue.write(new NapMessage(MessageType.MESSAGE_OF_THE_DAY, "VERSION opennap-ng 0.50-beta2").encoded());
        dialogue.write(new NapMessage(MessageType.MESSAGE_OF_THE_DAY, "").encoded());
        dialogue.write(STATISTICS);
        return dialogue.say(at, true, mark, segmentBytes());
    }

    private long say(Dialogue dialogue, long at, boolean byServer, byte[] message) {
        int mark = dialogue.mark();
        dialogue.write(message);
        return dialogue.say(at, byServer, mark, segmentBytes());
    }

    /** Five in a hundred clients write several searches before they read; the server answers strictly in order. */
    private void search(long now, Dialogue dialogue, Vocabulary vocabulary, SplittableRandom random) {
        int queries = random.nextInt(100) < 5 ? 2 + random.nextInt(MOST_PIPELINED - 1) : 1;
        int mark = dialogue.mark();
        for (int i = 0; i < queries; i++) {
            dialogue.write(vocabulary.query(random));
            counts.query();
        }
        long asked = dialogue.say(now, false, mark, segmentBytes());
        long at = asked;
        for (int i = 0; i < queries; i++) {
            at += 100 + (long) exponential(random, MEAN_SERVICE_MICROS);
            at = answer(at, asked, dialogue, vocabulary, random);
        }
    }

    private long answer(long at, long asked, Dialogue dialogue, Vocabulary vocabulary, SplittableRandom random) {
        long first = at;
        if (random.nextInt(200) == 0) {
            first = say(dialogue, at, true, STATISTICS) + 20;
        }
        int results = results(random);
        if (results == HUGE_RESULTS) {
            dialogue.offload();
        }
        counts.answer(results, first - asked);
        return writesMessageByMessage && results > 0
                ? inSmallWrites(first, results, dialogue, vocabulary, random)
                : likeNagle(first, results, dialogue, vocabulary, random);
    }

    private static int results(SplittableRandom random) {
        int kind = random.nextInt(2000);
        if (kind == 0) {
            return HUGE_RESULTS;
        }
        return kind < 500 ? 0 : Math.min(MOST_RESULTS, 1 + (int) exponential(random, 6.3));
    }

    /** The first message leaves at once, the rest when the client's delayed acknowledgement has come (RFC 896). */
    private long likeNagle(long at, int results, Dialogue dialogue, Vocabulary vocabulary, SplittableRandom random) {
        int mark = dialogue.mark();
        long rest = at;
        for (int i = 0; i < results; i++) {
            dialogue.write(vocabulary.result(random));
            if (i == 0) {
                rest = dialogue.say(at, true, mark, segmentBytes()) + 40_400;
                mark = dialogue.mark();
            }
        }
        dialogue.write(END);
        return dialogue.say(rest, true, mark, segmentBytes());
    }

    /** Five messages a write, each a segment of its own. */
    private long inSmallWrites(
            long at, int results, Dialogue dialogue, Vocabulary vocabulary, SplittableRandom random) {
        int mark = dialogue.mark();
        long next = at;
        for (int i = 0; i < results; i++) {
            dialogue.write(vocabulary.result(random));
            if (i % 5 == 4) {
                next = dialogue.say(next, true, mark, segmentBytes()) + 25;
                mark = dialogue.mark();
            }
        }
        dialogue.write(END);
        return dialogue.say(next, true, mark, segmentBytes());
    }

    /** FIN from either side, RST, or RST while an acknowledged query still waits for its answer. */
    private void close(long now, Dialogue dialogue, int fate, Vocabulary vocabulary, SplittableRandom random) {
        open = false;
        if (fate < 9) {
            boolean serverFirst = fate == 0;
            dialogue.control(now, serverFirst, Segment.FIN | Segment.ACK);
            dialogue.control(now + 400, !serverFirst, Segment.FIN | Segment.ACK);
        } else if (fate < 13) {
            dialogue.control(now, false, Segment.RST | Segment.ACK);
        } else {
            counts.query();
            long asked = say(dialogue, now, false, vocabulary.query(random));
            // Later than a retransmission, so that nothing follows the reset.
            dialogue.control(asked + 400_000, false, Segment.RST | Segment.ACK);
        }
    }

    private int segmentBytes() {
        return timestamps ? 1460 - PcapWriter.TIMESTAMP_OPTION_BYTES : 1460;
    }

    /** Gives the segment this session's addresses and time stamps. */
    void address(Segment segment) {
        boolean server = segment.fromServer;
        segment.source = server ? serverAddress : clientAddress;
        segment.destination = server ? clientAddress : serverAddress;
        segment.sourcePort = server ? PORT : clientPort;
        segment.destinationPort = server ? clientPort : PORT;
        segment.timestamps = timestamps;
        int now = clock + (int) (segment.micros / 1000);
        if (server) {
            segment.timestamp = now + 0x2000_0000;
            segment.timestampEcho = clientTimestamp;
            serverTimestamp = segment.timestamp;
        } else {
            segment.timestamp = now;
            segment.timestampEcho = (segment.flags & Segment.ACK) == 0 ? 0 : serverTimestamp;
            clientTimestamp = now;
        }
    }

    /** An acknowledgement that says nothing new. */
    void keepAlive(Segment segment, long now) {
        segment.micros = now;
        segment.fromServer = false;
        segment.flags = Segment.ACK;
        segment.sequence = client.emitted();
        segment.acknowledgement = client.received();
        segment.offset = 0;
        segment.length = 0;
    }

    private static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
