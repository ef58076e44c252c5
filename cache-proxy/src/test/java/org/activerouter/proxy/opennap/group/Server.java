package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.ModelServer;
import org.activerouter.proxy.opennap.Nap;

/** A member of the group, who may misbehave towards the router's own connections. */
final class Server {
    /** How it treats a search. */
    enum Manner {
        WELL,
        /** Nobody listens. */
        DEAD,
        /** Its machine is gone without a word: connections stand, nobody answers, and new ones are not made. */
        HALF_OPEN,
        /** Takes the log-in and never answers it. */
        MUTE,
        REFUSES_LOG_INS,
        /** Takes a search and never answers it. */
        STALLS,
        /** A result at once, and nothing more. */
        STOPS_IN_THE_MIDDLE,
        /** What it says is no OpenNap. */
        GARBAGE,
        /** An error, then the end of the results. */
        ERROR_AND_END,
        /** An error and nothing else. */
        ERROR_ONLY,
        /** A result, and then the connection ends. */
        LEAVES_IN_THE_MIDDLE,
        /** Results without end. */
        FLOODS,
        /** Results that are none, then the end. */
        NONSENSE_RESULTS
    }

    private static final String RESULT = "\"C:\\m\\odd band.mp3\" 0 1 2 3 4 odd 184549503 4";

    final Endpoint endpoint;
    final ModelServer model = new ModelServer(120);
    final List<String> nicks = new ArrayList<>();
    Manner manner = Manner.WELL;
    Duration delay = Duration.ZERO;
    int asked;
    int mostOutstanding;
    /** So many log-ins of the router are taken at once. */
    int mostLines = Integer.MAX_VALUE;

    private int lines;

    Server(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    private static ByteBuf garbage() {
        return Unpooled.copiedBuffer("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** A connection of the router's own. */
    final class Line {
        private final ModelServer.Client client;
        private final Consumer<ByteBuf> out;
        private final Runnable end;
        private final ByteBuf in = Unpooled.buffer();

        /**
         * Connected.
         *
         * @param out takes what is said, after the delay
         * @param end the connection ends
         */
        Line(Consumer<ByteBuf> out, Runnable end) {
            this.out = out;
            this.end = end;
            this.client = model.connect("10.0.9.9", message -> out.accept(message.bytes()));
        }

        void say(ByteBuf bytes) {
            in.writeBytes(bytes);
            Nap.take(in).forEach(this::say);
        }

        private void say(Nap message) {
            if (message.type() == Nap.LOG_IN) {
                logIn(message);
            } else if (message.type() == Nap.SEARCH) {
                asked++;
                search(message);
            }
        }

        private void logIn(Nap message) {
            nicks.add(message.text().split(" ", -1)[0]);
            boolean isTooMany = ++lines > mostLines;
            switch (isTooMany ? Manner.REFUSES_LOG_INS : manner) {
                case REFUSES_LOG_INS -> {
                    out.accept(new Nap(0, "no robots").bytes());
                    end.run();
                }
                case MUTE, HALF_OPEN -> {}
                case GARBAGE -> out.accept(garbage());
                default -> client.say(message);
            }
        }

        private void search(Nap message) {
            switch (manner) {
                case STALLS, HALF_OPEN -> {}
                case STOPS_IN_THE_MIDDLE -> out.accept(new Nap(Nap.RESULT, RESULT).bytes());
                case GARBAGE -> out.accept(garbage());
                case ERROR_AND_END -> {
                    out.accept(new Nap(Nap.ERROR, "invalid search request").bytes());
                    out.accept(new Nap(Nap.END, "").bytes());
                }
                case ERROR_ONLY -> out.accept(new Nap(Nap.ERROR, "too many pending searches").bytes());
                case LEAVES_IN_THE_MIDDLE -> {
                    out.accept(new Nap(Nap.RESULT, RESULT).bytes());
                    end.run();
                }
                case FLOODS -> {
                    for (int i = 0; i < 20_000; i++) {
                        out.accept(new Nap(Nap.RESULT, RESULT.replace("odd", "odd" + i)).bytes());
                    }
                }
                case NONSENSE_RESULTS -> {
                    out.accept(new Nap(Nap.RESULT, "what?").bytes());
                    out.accept(new Nap(Nap.END, "").bytes());
                }
                default -> client.say(message);
            }
        }

        void close() {
            lines--;
            client.leave();
        }
    }
}
