package org.activerouter.capture.tcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A conversation by seed as two honest ends would have it: random bytes both ways, random cuts, segments lost before the capture
 * point, retransmissions with other cuts, acknowledgements of what has really arrived, and a proper end.
 */
final class RandomTalk {
    private static final int MAX_SEGMENT = 900;

    final List<Packet> packets = new ArrayList<>();
    final byte[] clientBytes;
    final byte[] serverBytes;

    private final Random random;
    private final Talk talk;
    private final Side client;
    private final Side server;

    RandomTalk(long seed) {
        random = new Random(seed);
        // Every other connection wraps around 2^32 within its first kilobyte.
        int isn = random.nextBoolean() ? random.nextInt() : -random.nextInt(1000);
        talk = new Talk(isn, random.nextBoolean() ? random.nextInt() : -random.nextInt(1000));
        clientBytes = bytes();
        serverBytes = bytes();
        client = new Side(clientBytes);
        server = new Side(serverBytes);
        packets.addAll(List.of(talk.handshake()));
        while (!client.isDone(server) || !server.isDone(client)) {
            step(random.nextBoolean());
        }
        end();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(1, 6000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void step(boolean byClient) {
        Side x = byClient ? client : server;
        Side y = byClient ? server : client;
        switch (random.nextInt(6)) {
            case 0, 1 -> send(x, y, x.sent, true);
            case 2 -> send(x, y, random.nextInt(x.sent + 1), true);
            case 3 -> send(x, y, x.sent, random.nextInt(4) > 0);
            case 4 -> send(x, y, y.received(x), true);
            default -> packets.add(segment(x, y, x.sent, 0));
        }
    }

    private void send(Side x, Side y, int from, boolean arrives) {
        int length = Math.min(random.nextInt(1, MAX_SEGMENT), x.bytes.length - from);
        if (length <= 0) {
            return;
        }
        x.sent = Math.max(x.sent, from + length);
        if (arrives) {
            packets.add(segment(x, y, from, length));
            y.arrived(from, length);
        }
    }

    private Packet segment(Side x, Side y, int from, int length) {
        int ack = 1 + x.received(y);
        Packet packet = x == client ? talk.fromClient(1 + from, ack) : talk.fromServer(1 + from, ack);
        return packet.data(Arrays.copyOfRange(x.bytes, from, from + length));
    }

    private void end() {
        int c = 1 + clientBytes.length;
        int s = 1 + serverBytes.length;
        packets.add(talk.fromClient(c, s).and(Packet.FIN));
        packets.add(talk.fromServer(s, c + 1).and(Packet.FIN));
        packets.add(talk.fromClient(c + 1, s + 1));
    }

    /** The same packets, some of them twice. */
    RandomTalk duplicated() {
        for (int i = packets.size() - 1; i >= 0; i--) {
            if (random.nextInt(5) == 0) {
                packets.add(i + random.nextInt(Math.min(10, packets.size() - i)), packets.get(i));
            }
        }
        return this;
    }

    /** The same packets, none farther than a distance from its place. */
    RandomTalk shuffled(int distance) {
        for (int from = 0; from < packets.size(); from += distance) {
            Collections.shuffle(packets.subList(from, Math.min(packets.size(), from + distance)), random);
        }
        return this;
    }

    /** Without the given part of the packets, chosen at random, but with the handshake. */
    RandomTalk holed(int percent) {
        packets.subList(3, packets.size()).removeIf(packet -> random.nextInt(100) < percent);
        return this;
    }

    /** Without its beginning. */
    RandomTalk beheaded() {
        packets.subList(0, random.nextInt(3, packets.size() - 3)).clear();
        return this;
    }

    /** One end: what it has to say, how far it is, and which bytes of the other end it has. */
    private static final class Side {
        private final byte[] bytes;
        private final boolean[] has = new boolean[6000];
        private int contiguous;
        private int sent;

        Side(byte[] bytes) {
            this.bytes = bytes;
        }

        void arrived(int from, int length) {
            Arrays.fill(has, from, from + length, true);
            while (contiguous < has.length && has[contiguous]) {
                contiguous++;
            }
        }

        int received(Side from) {
            return Math.min(contiguous, from.bytes.length);
        }

        boolean isDone(Side other) {
            return other.received(this) == bytes.length;
        }
    }
}
