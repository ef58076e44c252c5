package org.activerouter.lab.sharing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.lab.library.LibraryFile;

/**
 * A file that another user has promised.
 *
 * @param sharer who has it
 * @param address of the sharer, as the directory server knows it
 * @param port of the sharer
 * @param path of the file
 * @param digest of the file
 */
record Download(String sharer, InetAddress address, int port, String path, String digest) {
    private static final Pattern READY =
            Pattern.compile("(\\S+) (\\d{1,10}) (\\d{1,5}) \"([^\"]+)\" (\\S+) (\\d{1,2})");
    private static final int PATIENCE_MILLIS = 10_000;

    /** Reads the server's 204. */
    static Optional<Download> of(String ready) throws UnknownHostException {
        Matcher fields = READY.matcher(ready);
        return fields.matches()
                ? Optional.of(new Download(
                        fields.group(1),
                        address(Long.parseLong(fields.group(2))),
                        Integer.parseInt(fields.group(3)),
                        fields.group(4),
                        fields.group(5)))
                : Optional.empty();
    }

    private static InetAddress address(long number) throws UnknownHostException {
        return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) number)
                .array());
    }

    /**
     * Fetches it over a connection of its own.
     *
     * @throws IOException when the sharer cannot be reached or gives something else than the digest promises
     */
    void fetch(String nick, InetAddress from) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            if (socket.getInputStream().read() != '1') {
                throw new IOException(address + " is no sharer");
            }
            String request = "GET" + nick + " \"" + path + "\" 0";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            check(socket.getInputStream().readAllBytes());
        }
    }

    /** Size and content follow each other with nothing between them: only the digest tells where the content begins. */
    private void check(byte[] answer) throws IOException {
        for (int digits = 1; digits < answer.length && Character.isDigit(answer[digits - 1]); digits++) {
            String size = new String(answer, 0, digits, StandardCharsets.US_ASCII);
            if (size.equals(String.valueOf(answer.length - digits))) {
                byte[] content = Arrays.copyOfRange(answer, digits, answer.length);
                if (LibraryFile.digest(content).equals(digest)) {
                    return;
                }
            }
        }
        throw new IOException(path + " from " + address + " is not the file that was promised");
    }
}
