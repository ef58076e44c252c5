package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import org.activerouter.analyzer.opennap.NapStanding.Unfinished;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Direction;
import org.jspecify.annotations.Nullable;

/**
 * One connection between a client and a directory server. Messages of each direction become facts: searches by
 * {@link SearchExchanges}, the log-in and what is shared here. Everything else passes.
 */
final class OpenNapConversation implements Conversation {
    /** A server closes the connection of a client that sends longer data than this. */
    private static final int MAX_FROM_CLIENT = 2048;

    /** Only the length field bounds what a server sends. */
    private static final int MAX_FROM_SERVER = 0xFFFF;

    private final ObservationSink sink;
    private final SearchExchanges searches;
    private final FromClient client;
    private final FromServer server;

    private boolean everInStep;
    private boolean closed;
    private boolean over;
    private Reading reading;

    private boolean sawLogIn;
    private @Nullable LogIn pendingLogIn;
    private boolean loggedIn;
    private @Nullable LogIn logIn;
    private int registrations;

    OpenNapConversation(boolean fromStart, ObservationSink sink) {
        this.sink = sink;
        this.searches = new SearchExchanges(sink);
        this.client = new FromClient(fromStart);
        this.server = new FromServer(fromStart);
        this.everInStep = fromStart;
        this.reading = fromStart ? Reading.IN_STEP : Reading.LOST_STEP;
        if (!fromStart) {
            searches.clientLost();
            searches.serverLost();
        }
    }

    @Override
    public Reading bytes(Direction from, ByteBuffer bytes, long nanos) {
        if (!over) {
            stream(from).bytes(bytes, nanos);
        }
        return reading;
    }

    /** Kept, not asked for with every call: that would be a wait for the other direction's memory. */
    private void stepChanged() {
        reading = client.inStep() && server.inStep() ? Reading.IN_STEP : Reading.LOST_STEP;
    }

    private MessageStream stream(Direction from) {
        return from == Direction.FROM_CLIENT ? client : server;
    }

    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        if (!over) {
            searches.damaged();
            stream(from).gap(missingBytes, nanos);
        }
    }

    @Override
    public void tainted(Direction from, long nanos) {
        searches.tainted();
    }

    @Override
    public void closed(long nanos) {
        if (closed) {
            return;
        }
        closed = true;
        stop(over ? reading : Reading.NOT_MINE);
        searches.closed(nanos);
        if (loggedIn) {
            sink.observed(new Observation.Departed(nanos));
        }
    }

    @Override
    public @Nullable Standing standing() {
        if (reading == Reading.OPAQUE) {
            return standing(Unfinished.NOTHING, Unfinished.NOTHING, true);
        }
        return reading == Reading.IN_STEP ? standing(client.unfinished(), server.unfinished(), false) : null;
    }

    private Standing standing(Unfinished ofClient, Unfinished ofServer, boolean opaque) {
        boolean exact = !opaque && !searches.watching();
        return new NapStanding(
                ofClient, ofServer, loggedIn, logIn, registrations, searches.outstanding(), exact, opaque);
    }

    @Override
    public int fetch(int step) {
        if (step == 0) {
            return over ? 1 : 0;
        }
        return client.fetch() + server.fetch() + searches.fetch();
    }

    private void stop(Reading why) {
        over = true;
        reading = why;
        client.stop();
        server.stop();
    }

    private void giveUp(Reading why, long nanos) {
        stop(why);
        searches.tainted();
        searches.closed(nanos);
    }

    private void becomeOpaque(String reason, long nanos) {
        giveUp(Reading.OPAQUE, nanos);
        sink.observed(new Observation.BecameOpaque(nanos, reason));
    }

    private void confirmLogIn(long nanos) {
        LogIn confirmed = pendingLogIn;
        if (confirmed != null) {
            pendingLogIn = null;
            loggedIn = true;
            logIn = confirmed;
            sink.observed(
                    new Observation.LoggedIn(nanos, confirmed.shownNick(), confirmed.port(), confirmed.linkType()));
        }
    }

    /** What both directions have in common. */
    private abstract class Side extends MessageStream {
        Side(Direction from, int maxLength, boolean fromStart) {
            super(from, maxLength, fromStart);
        }

        @Override
        void lostStep(String reason, long nanos) {
            stepChanged();
            sink.observed(new Observation.LostStep(nanos, reason));
        }

        @Override
        void foundStep(long nanos) {
            stepChanged();
            everInStep = true;
        }

        @Override
        void notMine(long nanos) {
            giveUp(Reading.NOT_MINE, nanos);
        }

        @Override
        void unreadable(long nanos) {
            if (everInStep) {
                becomeOpaque("no message boundary can be found", nanos);
            } else {
                giveUp(Reading.NOT_MINE, nanos);
            }
        }
    }

    private final class FromClient extends Side {
        FromClient(boolean fromStart) {
            super(Direction.FROM_CLIENT, MAX_FROM_CLIENT, fromStart);
        }

        @Override
        boolean wants(int type) {
            return switch (type) {
                case MessageType.LOG_IN, MessageType.LOG_IN_REGISTER, MessageType.SHARE_FOLDER -> true;
                case MessageType.SEARCH -> searches.watching();
                default -> false;
            };
        }

        @Override
        void message(int type, int length, @Nullable ByteBuffer data, int offset, long firstNanos, long lastNanos) {
            if (type == MessageType.SEARCH) {
                searches.asked(lastNanos, data, offset, length);
                return;
            }
            searches.otherFromClient();
            registrations += MessageType.isRegistration(type) ? 1 : 0;
            switch (type) {
                case MessageType.LOG_IN, MessageType.LOG_IN_REGISTER -> logIn(data, offset, length);
                case MessageType.SHARE, MessageType.SHARE_OTHER -> sink.observed(new Observation.Shared(lastNanos, 1));
                case MessageType.SHARE_FOLDER -> shareFolder(data, offset, length, lastNanos);
                case MessageType.UNSHARE -> sink.observed(new Observation.Unshared(lastNanos, 1));
                case MessageType.UNSHARE_ALL -> sink.observed(new Observation.Unshared(lastNanos, -1));
                default -> {}
            }
        }

        private void logIn(@Nullable ByteBuffer data, int offset, int length) {
            if (data != null && !loggedIn) {
                sawLogIn = true;
                pendingLogIn = LogIn.read(data, offset, length);
            }
        }

        private void shareFolder(@Nullable ByteBuffer data, int offset, int length, long nanos) {
            int files = data == null ? 0 : SharedFolder.files(data, offset, length);
            if (files > 0) {
                sink.observed(new Observation.Shared(nanos, files));
            }
        }

        @Override
        void lostStep(String reason, long nanos) {
            super.lostStep("client: " + reason, nanos);
            searches.clientLost();
        }

        @Override
        void foundStep(long nanos) {
            super.foundStep(nanos);
            searches.clientFound(nanos);
        }
    }

    private final class FromServer extends Side {
        FromServer(boolean fromStart) {
            super(Direction.FROM_SERVER, MAX_FROM_SERVER, fromStart);
        }

        @Override
        boolean wants(int type) {
            return switch (type) {
                case MessageType.LOGGED_IN, MessageType.ERROR -> true;
                case MessageType.RESULT -> searches.watching();
                default -> false;
            };
        }

        @Override
        void message(int type, int length, @Nullable ByteBuffer data, int offset, long firstNanos, long lastNanos) {
            switch (type) {
                case MessageType.RESULT -> {
                    confirmLogIn(lastNanos);
                    searches.result(data, offset, length, firstNanos, lastNanos);
                }
                case MessageType.END_OF_RESULTS -> {
                    confirmLogIn(lastNanos);
                    searches.end(firstNanos, lastNanos);
                }
                case MessageType.ERROR -> searches.error(data, offset, length, firstNanos);
                case MessageType.LOGGED_IN -> loggedIn(data, offset, length, lastNanos);
                case MessageType.FATAL -> refused();
                default -> searches.otherFromServer();
            }
        }

        /** A log-in that was not seen may have asked for compression too. */
        private void loggedIn(@Nullable ByteBuffer data, int offset, int length, long nanos) {
            searches.otherFromServer();
            boolean asked = !sawLogIn || (pendingLogIn != null && pendingLogIn.asksCompression());
            confirmLogIn(nanos);
            if (asked && data != null && LogIn.grantsCompression(data, offset, length)) {
                becomeOpaque("client and server have agreed on compression", nanos);
            }
        }

        private void refused() {
            searches.otherFromServer();
            pendingLogIn = null;
        }

        @Override
        void lostStep(String reason, long nanos) {
            super.lostStep("server: " + reason, nanos);
            searches.serverLost();
        }

        @Override
        void foundStep(long nanos) {
            super.foundStep(nanos);
            searches.serverFound();
        }
    }
}
