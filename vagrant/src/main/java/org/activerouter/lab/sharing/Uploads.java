package org.activerouter.lab.sharing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.activerouter.lab.library.LibraryFile;

/**
 * Serves a user's files to other users as Napster's clients did: the server says {@code 1}, the client {@code GET} and then
 * {@code nick "path" offset}, the server the file's size in digits followed by its bytes from the offset on.
 */
final class Uploads implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("GET(\\S+) \"([^\"]+)\" (\\d{1,9})");
    private static final int LONGEST_REQUEST = 1024;
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket listener;
    private final Map<String, LibraryFile> files;

    Uploads(InetAddress address, int port, List<LibraryFile> files) throws IOException {
        this.files = files.stream().collect(Collectors.toMap(LibraryFile::path, Function.identity()));
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                // Either all is over, or one client left before it was taken in.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = client.getOutputStream();
            out.write('1');
            Matcher request = REQUEST.matcher(request(client.getInputStream()));
            if (request.matches() && files.containsKey(request.group(2))) {
                byte[] content = files.get(request.group(2)).content();
                int offset = Math.min(content.length, Integer.parseInt(request.group(3)));
                out.write(String.valueOf(content.length).getBytes(StandardCharsets.US_ASCII));
                out.write(content, offset, content.length - offset);
            } else {
                out.write("FILE NOT FOUND".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // Whoever fetches tells of a fetch that failed.
        }
    }

    /** The request ends with the last digit of the offset; its client writes it at once and then waits. */
    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] part = new byte[LONGEST_REQUEST];
        while (text.length() < LONGEST_REQUEST && !REQUEST.matcher(text).matches()) {
            int read = in.read(part);
            if (read < 0) {
                return "";
            }
            text.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
