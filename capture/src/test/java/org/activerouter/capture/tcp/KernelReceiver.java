package org.activerouter.capture.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.activerouter.capture.source.Wire;

/**
 * A program that sends the segments of each {@link OverlapCase} to a socket of the kernel, in a network namespace that is its own.
 * Prints a line for each case: what the socket's reader got, and all packets in both directions, in hexadecimal.
 */
final class KernelReceiver {
    static final int PORT = 7000;

    private static final String HERE = "10.99.0.1";
    private static final String PEER = "10.99.0.2";
    private static final int FIRST_PEER_PORT = 20_000;
    private static final int PATIENCE_MILLIS = 20_000;

    private final TunDevice tun;
    private final ServerSocket listening;
    private final int peerPort;
    private final List<String> packets = new ArrayList<>();

    private KernelReceiver(TunDevice tun, ServerSocket listening, int peerPort) {
        this.tun = tun;
        this.listening = listening;
        this.peerPort = peerPort;
    }

    public static void main(String[] arguments) throws IOException {
        try (TunDevice tun = new TunDevice("oracle")) {
            Wire.run("ip", "link", "set", "lo", "up");
            Wire.run("ip", "addr", "add", HERE + "/24", "dev", "oracle");
            Wire.run("ip", "link", "set", "oracle", "up");
            try (ServerSocket listening = new ServerSocket(PORT, 1, InetAddress.getByName(HERE))) {
                listening.setSoTimeout(PATIENCE_MILLIS);
                int peerPort = FIRST_PEER_PORT;
                for (OverlapCase overlap : OverlapCase.all()) {
                    System.out.println(new KernelReceiver(tun, listening, peerPort++).receive(overlap));
                }
            }
        }
    }

    private String receive(OverlapCase overlap) throws IOException {
        Talk talk = connect(overlap.isn());
        int end = 1 + overlap.length();
        String read;
        try (Socket socket = listening.accept()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(overlap, talk);
            send(talk.fromClient(end, 1).and(Packet.FIN));
            await(answer -> answer.ack() == talk.clientIsn() + end + 1);
            read = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
        await(answer -> answer.has(Packet.FIN));
        send(talk.fromClient(end + 1, 2));
        return read + " " + String.join(" ", packets);
    }

    private void send(OverlapCase overlap, Talk talk) {
        for (String segment : overlap.segments()) {
            int offset = OverlapCase.offset(segment);
            send(talk.fromClient(1 + offset, 1).and(Packet.PSH).data(segment.substring(offset)));
            await(answer -> answer.has(Packet.ACK));
        }
    }

    /** Without options, above all without SACK: then the kernel acknowledges every segment out of order at once. */
    private Talk connect(int isn) {
        send(new Talk(PEER, peerPort, HERE, PORT, isn, 0).syn());
        RawSegment synAck = await(answer -> answer.has(Packet.SYN | Packet.ACK));
        Talk talk = new Talk(PEER, peerPort, HERE, PORT, isn, synAck.seq());
        send(talk.fromClient(1, 1));
        return talk;
    }

    private void send(Packet segment) {
        RawSegment raw = RawSegment.of(segment);
        packets.add(HexFormat.of().formatHex(raw.packet()));
        tun.send(raw.packet());
    }

    private RawSegment await(Predicate<RawSegment> wanted) {
        while (true) {
            RawSegment answer = new RawSegment(tun.receive());
            if (answer.isTo(peerPort)) {
                packets.add(HexFormat.of().formatHex(answer.packet()));
                if (wanted.test(answer)) {
                    return answer;
                }
            }
        }
    }
}
