package org.activerouter.lab.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapMessage;

/** Clients of a directory server for the bench of the cache proxy; see {@link #main}. Each connection has a thread. */
public final class SearchLoad {
    private static final int MANY = 35;
    private static final int PATIENCE_MILLIS = 60_000;

    private final InetSocketAddress server;

    private SearchLoad(String address, String port) throws IOException {
        server = new InetSocketAddress(InetAddress.getByName(address), Integer.parseInt(port));
    }

    /**
     * One of:
     *
     * <ul>
     *   <li>{@code share ADDRESS PORT}: shares a file that "single" finds and 35 that "many" finds, and stays;
     *   <li>{@code load ADDRESS PORT WORD RESULTS CONNECTIONS DEPTH SECONDS}: the same search again and again, so many unanswered
     *       at once on each connection; prints searches and searches per second; fails if an answer has not so many results;
     *   <li>{@code distinct ADDRESS PORT COUNT CONNECTIONS DEPTH}: so many searches, no two the same;
     *   <li>{@code hold ADDRESS PORT COUNT FROM...}: so many clients, logged in and silent, from these addresses in turns.
     * </ul>
     */
    public static void main(String[] arguments) throws Exception {
        SearchLoad load = new SearchLoad(arguments[1], arguments[2]);
        switch (arguments[0]) {
            case "share" -> load.share();
            case "load" ->
                load.load(
                        arguments[3],
                        number(arguments[4]),
                        number(arguments[5]),
                        number(arguments[6]),
                        number(arguments[7]));
            case "distinct" -> load.distinct(number(arguments[3]), number(arguments[4]), number(arguments[5]));
            case "hold" -> load.hold(number(arguments[3]), List.of(arguments).subList(4, arguments.length));
            default -> throw new IllegalArgumentException("unknown verb " + arguments[0]);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private Socket logIn(String nick, String from) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(from.isEmpty() ? null : new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(server, PATIENCE_MILLIS);
        socket.getOutputStream().write(new NapMessage(MessageType.LOGIN, nick + " pw 6699 \"bench 1.0\" 4").encoded());
        InputStream in = socket.getInputStream();
        while (read(in) != MessageType.STATISTICS) {
            // The greeting ends with the statistics.
        }
        return socket;
    }

    /** Reads one message; gives its type. */
    private static int read(InputStream in) throws IOException {
        int low = in.read();
        int high = in.read();
        int type = in.read() | in.read() << 8;
        if (type < 0) {
            throw new EOFException("the connection was ended");
        }
        in.skipNBytes(low | high << 8);
        return type;
    }

    private void share() throws IOException, InterruptedException {
        try (Socket socket = logIn("sharer", "")) {
            ByteArrayOutputStream files = new ByteArrayOutputStream();
            files.writeBytes(file("single file of the bench"));
            for (int i = 0; i < MANY; i++) {
                files.writeBytes(file("many files of the bench " + i));
            }
            socket.getOutputStream().write(files.toByteArray());
            // What was shared a moment ago is not yet kept by a cache.
            TimeUnit.MILLISECONDS.sleep(1500);
            System.out.println("shared");
            Thread.currentThread().join();
        }
    }

    private static byte[] file(String name) {
        String text = "\"C:\\music\\" + name + ".mp3\" " + "0".repeat(32) + " 4000000 128 44100 240";
        return new NapMessage(MessageType.SHARE, text).encoded();
    }

    private static byte[] search(String words) {
        return new NapMessage(MessageType.SEARCH, "FILENAME CONTAINS \"" + words + "\" MAX_RESULTS 100").encoded();
    }

    private void load(String word, int results, int connections, int depth, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long begin = System.nanoTime();
        long searches = inParallel(connections, number -> ask(number, word, results, depth, end));
        double took = (System.nanoTime() - begin) / 1e9;
        System.out.println(searches + " " + Math.round(searches / took));
    }

    private long ask(int number, String word, int results, int depth, long end) throws IOException {
        try (Socket socket = logIn("asker" + number, "")) {
            Answers answers = new Answers(socket.getInputStream());
            byte[] batch = search(word);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < depth; i++) {
                all.writeBytes(batch);
            }
            byte[] searches = all.toByteArray();
            long asked = 0;
            while (System.nanoTime() < end) {
                socket.getOutputStream().write(searches);
                for (int i = 0; i < depth; i++) {
                    check(results, answers.next());
                }
                asked += depth;
            }
            return asked;
        }
    }

    private static void check(int wanted, int found) {
        if (wanted != found) {
            throw new IllegalStateException("an answer with " + found + " results instead of " + wanted);
        }
    }

    /** Counts messages in the bytes of one connection, as cheaply as can be: the load shares the machine with what is measured. */
    private static final class Answers {
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int from;
        private int to;

        Answers(InputStream in) {
            this.in = in;
        }

        /** Reads one answer; gives the number of its results. */
        int next() throws IOException {
            int results = 0;
            while (true) {
                need(NapMessage.HEADER_BYTES);
                int type = unsignedShort(from + 2);
                int length = NapMessage.HEADER_BYTES + unsignedShort(from);
                need(length);
                from += length;
                if (type == MessageType.SEARCH_END) {
                    return results;
                }
                results += type == MessageType.SEARCH_RESULT ? 1 : 0;
            }
        }

        private int unsignedShort(int at) {
            return (buffer[at] & 0xFF) | (buffer[at + 1] & 0xFF) << 8;
        }

        private void need(int bytes) throws IOException {
            if (from + bytes > buffer.length) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
            }
            while (to - from < bytes) {
                int read = in.read(buffer, to, buffer.length - to);
                if (read < 0) {
                    throw new EOFException("the connection was ended");
                }
                to += read;
            }
        }
    }

    private void distinct(int count, int connections, int depth) throws Exception {
        long begin = System.nanoTime();
        long searches = inParallel(connections, number -> askDistinct(number, count / connections, depth));
        System.out.println(searches + " " + Math.round(searches / ((System.nanoTime() - begin) / 1e9)));
    }

    private long askDistinct(int number, int count, int depth) throws IOException {
        try (Socket socket = logIn("distinct" + number, "")) {
            Answers answers = new Answers(socket.getInputStream());
            for (int asked = 0; asked < count; asked += depth) {
                ByteArrayOutputStream batch = new ByteArrayOutputStream();
                for (int i = 0; i < depth; i++) {
                    batch.writeBytes(search("word" + number + "of" + (asked + i)));
                }
                socket.getOutputStream().write(batch.toByteArray());
                for (int i = 0; i < depth; i++) {
                    answers.next();
                }
            }
            return count;
        }
    }

    private interface Task {
        long run(int number) throws IOException;
    }

    private static long inParallel(int connections, Task task) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int number = i;
                running.add(threads.submit(() -> task.run(number)));
            }
            long sum = 0;
            for (Future<Long> each : running) {
                sum += each.get();
            }
            return sum;
        }
    }

    private void hold(int count, List<String> from) throws IOException, InterruptedException {
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.add(logIn("held" + i, from.get(i % from.size())));
        }
        System.out.println("held " + held.size());
        Thread.currentThread().join();
    }
}
