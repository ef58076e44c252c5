package org.activerouter.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapConnection;
import org.activerouter.lab.nap.NapMessage;

/**
 * A client by hand: logs in, sends each line of its standard input, {@code TYPE TEXT}, as a message, and prints each message that
 * it gets in the same way. Leaves at the end of its input.
 */
public final class Talker {
    private static final int LONGEST_MESSAGE = 65_535;

    private Talker() {}

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException {
        Options options = new Options(
                        "Talker", "server", "127.0.0.1:8888", "from", "127.0.0.1", "nick", "talker", "port", "6699")
                .read(arguments);
        String server = options.text("server");
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(options.text("from")), 0));
            socket.connect(
                    new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))));
            NapConnection connection = new NapConnection(socket, LONGEST_MESSAGE);
            connection.write(new NapMessage(
                    MessageType.LOGIN, options.text("nick") + " pw " + options.text("port") + " \"lab 3.0\" 5"));
            Thread.ofPlatform().daemon().start(() -> print(connection));
            sendLines(connection);
        }
    }

    private static void sendLines(NapConnection connection) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split(" ", 2);
            connection.write(new NapMessage(Integer.parseInt(parts[0]), parts.length == 1 ? "" : parts[1]));
        }
    }

    private static void print(NapConnection connection) {
        try {
            while (true) {
                NapMessage message = connection.read();
                System.out.println(message.type() + " " + message.text());
            }
        } catch (IOException closed) {
            System.out.println("closed");
        }
    }
}
