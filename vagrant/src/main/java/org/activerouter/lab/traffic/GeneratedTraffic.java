package org.activerouter.lab.traffic;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Plays all sessions against one simulated clock and writes what a router would see. The same plan gives the same bytes. One
 * thread.
 */
final class GeneratedTraffic {
    private static final int SERVERS = 40;
    private static final int MOST_PACKETS_PER_EXCHANGE = 512;
    private static final int PACKETS_PER_SECOND = 100_000;

    private final long packets;
    private final SplittableRandom random;
    private final Vocabulary vocabulary;
    private final Dialogue dialogue;
    private final List<ServerCounts> servers = new ArrayList<>();
    private final Session[] sessions;
    private final SessionQueue queue = new SessionQueue();
    private final ArrayDeque<Script> spare = new ArrayDeque<>();
    private final Segment segment = new Segment();
    private long scripted;
    private long now;

    GeneratedTraffic(long seed, long packets, int flows) {
        if (flows < 1 || flows > SessionQueue.MOST_SESSIONS) {
            throw new IllegalArgumentException("flows must be 1 to " + SessionQueue.MOST_SESSIONS);
        }
        this.packets = packets;
        this.random = new SplittableRandom(seed);
        this.vocabulary = new Vocabulary(random.split());
        this.dialogue = new Dialogue(random.split());
        this.sessions = new Session[flows];
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new ServerCounts("10.1.0." + (10 + i), Session.PORT));
        }
        long duration = packets * 1_000_000L / PACKETS_PER_SECOND;
        for (int i = 0; i < flows; i++) {
            int server = popularServer();
            sessions[i] = new Session(i, server, servers.get(server), random);
            queue.add(opening(duration), i);
        }
    }

    /** A few servers have most clients. */
    private int popularServer() {
        double uniform = random.nextDouble();
        return (int) (SERVERS * uniform * uniform);
    }

    /** Seven in ten sessions open at the beginning, the others anywhere in the file. */
    private long opening(long duration) {
        long within = random.nextInt(10) < 7 ? Math.min(duration / 10, 5_000_000) : duration * 8 / 10;
        return (long) (random.nextDouble() * within);
    }

    void writeTo(PcapWriter file) throws IOException {
        while (!queue.isEmpty()) {
            now = queue.nextMicros();
            Session session = sessions[queue.nextSession()];
            Script script = session.script();
            if (script == null) {
                begin(session);
            } else {
                pass(session, script, file);
            }
        }
        fillUp(file);
    }

    /** A new exchange, unless the file already has as many packets as it shall have. */
    private void begin(Session session) {
        if (scripted + MOST_PACKETS_PER_EXCHANGE > packets) {
            queue.remove();
            return;
        }
        Script script = spare.isEmpty() ? new Script() : spare.pop();
        session.act(now, dialogue, script, vocabulary, random);
        scripted += script.count();
        queue.postpone(script.nextMicros());
    }

    private void pass(Session session, Script script, PcapWriter file) throws IOException {
        script.take(segment);
        session.address(segment);
        file.packet(segment, script.payload());
        if (script.finished()) {
            session.rest();
            spare.push(script);
            queue.postpone(now + session.pauseMicros(random));
        } else {
            queue.postpone(Math.max(now, script.nextMicros()));
        }
    }

    /** Acknowledgements without news bring the file to the exact number of packets. */
    private void fillUp(PcapWriter file) throws IOException {
        int next = 0;
        while (file.packets() < packets) {
            Session session = sessions[next++ % sessions.length];
            if (session.isOpen()) {
                session.keepAlive(segment, now++);
                session.address(segment);
                file.packet(segment, new byte[0]);
            }
        }
    }

    Map<String, Object> truth() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("flows", sessions.length);
        json.put(
                "connections",
                servers.stream().mapToLong(ServerCounts::connections).sum());
        json.put("reordered", dialogue.reordered());
        json.put("retransmitted", dialogue.retransmitted());
        json.put("seconds", now / 1e6);
        json.put("queries", servers.stream().mapToLong(ServerCounts::queries).sum());
        json.put("results", servers.stream().mapToLong(ServerCounts::results).sum());
        json.put(
                "completed", servers.stream().mapToLong(ServerCounts::completed).sum());
        json.put("servers", servers.stream().map(ServerCounts::asJson).toList());
        return json;
    }
}
