package org.activerouter.capture.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;

/**
 * A connection whose segments a test writes down. Numbers are relative, as Wireshark shows them: 0 is the SYN, 1 the first byte.
 */
record Talk(String client, int clientPort, String server, int serverPort, int clientIsn, int serverIsn) {
    static final int WINDOW = 60_000;

    Talk() {
        this(1000, 9000);
    }

    Talk(int clientIsn, int serverIsn) {
        this("10.0.0.1", 40_000, "10.0.0.2", 8888, clientIsn, serverIsn);
    }

    FlowKey key() {
        return new FlowKey(end(client, clientPort), end(server, serverPort));
    }

    static Endpoint end(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Packet syn() {
        return fromClient(0, 0).flags(Packet.SYN).ack(0).flags(Packet.SYN);
    }

    Packet synAck() {
        return fromServer(0, 1).flags(Packet.SYN | Packet.ACK);
    }

    /** A segment of the client with an acknowledgement. */
    Packet fromClient(int seq, int ack) {
        return new Packet(
                client,
                clientPort,
                server,
                serverPort,
                clientIsn + seq,
                serverIsn + ack,
                Packet.ACK,
                WINDOW,
                new byte[0],
                new byte[0]);
    }

    Packet fromServer(int seq, int ack) {
        return new Packet(
                server,
                serverPort,
                client,
                clientPort,
                serverIsn + seq,
                clientIsn + ack,
                Packet.ACK,
                WINDOW,
                new byte[0],
                new byte[0]);
    }

    /** SYN, SYN-ACK, ACK. */
    Packet[] handshake() {
        return new Packet[] {syn(), synAck(), fromClient(1, 1)};
    }
}
