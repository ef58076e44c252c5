package org.activerouter.lab.nap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Messages over a socket. One thread reads and writes. */
public final class NapConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 65_536 + NapMessage.HEADER_BYTES;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int longestData;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long filledNanos;
    private long arrivedNanos;

    /** Takes over a connected socket; a message that promises more data than the longest is refused. */
    public NapConnection(Socket socket, int longestData) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.longestData = longestData;
    }

    /** The socket below. */
    public Socket socket() {
        return socket;
    }

    /**
     * Waits for the next message.
     *
     * @throws EOFException when the peer has closed
     * @throws IOException also when a message is longer than allowed
     */
    public NapMessage read() throws IOException {
        need(1);
        arrivedNanos = filledNanos;
        need(NapMessage.HEADER_BYTES);
        int length = unsignedShort(from);
        int type = unsignedShort(from + 2);
        if (length > longestData) {
            throw new IOException("message of " + length + " bytes; " + longestData + " are allowed");
        }
        need(NapMessage.HEADER_BYTES + length);
        String text = new String(buffer, from + NapMessage.HEADER_BYTES, length, StandardCharsets.ISO_8859_1);
        from += NapMessage.HEADER_BYTES + length;
        return new NapMessage(type, text);
    }

    /** When the first byte of the message read last came in ({@link System#nanoTime}). */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Sends bytes that hold whole messages, in one write. */
    public void write(byte[] messages) throws IOException {
        out.write(messages);
    }

    /** Sends one message. */
    public void write(NapMessage message) throws IOException {
        write(message.encoded());
    }

    private void need(int bytes) throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (from + bytes > buffer.length) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        while (to - from < bytes) {
            int read = in.read(buffer, to, buffer.length - to);
            filledNanos = System.nanoTime();
            if (read < 0) {
                throw new EOFException("closed by the peer");
            }
            to += read;
        }
    }

    private int unsignedShort(int at) {
        return (buffer[at] & 0xff) | ((buffer[at + 1] & 0xff) << 8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
