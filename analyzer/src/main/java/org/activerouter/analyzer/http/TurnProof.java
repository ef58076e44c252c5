package org.activerouter.analyzer.http;

import org.activerouter.capture.Direction;

/**
 * Looks for a message boundary where client and server take turns: what a client says after the server has spoken is tried as a request.
 * The boundary is proven by {@value #EXCHANGES} exchanges in a row of which each request ended exactly where its answer began and
 * each answer where the next request began. Neither an uploaded text nor a downloaded one makes the other end take turns with it.
 * One thread.
 */
final class TurnProof {
    private static final int EXCHANGES = 2;

    /** After so many tries without success it will not come. */
    private static final int MOST_TRIES = 64;

    private Direction last;
    private boolean trying;
    private int asked;
    private int answered;
    private int proven;
    private int tries;

    /** What is to be done with the next bytes. */
    enum Next {
        /** They go on with what is tried. */
        READ,
        /** They are tried as the first of a request. */
        BEGIN,
        /** They are the first of a request, beyond doubt. */
        PROVEN,
        /** They tell nothing. */
        PASS,
        /** So many tries have failed that no more are made. */
        HOPELESS
    }

    /** Nothing is tried yet; who spoke last has to stop before the other's turn begins. */
    TurnProof(Direction last) {
        this.last = last;
    }

    /** Bytes come; the readers show where they stand. */
    Next turn(Direction from, MessageReader client, MessageReader server) {
        boolean turned = from != last;
        last = from;
        if (!turned) {
            return trying ? Next.READ : Next.PASS;
        }
        return from == Direction.FROM_CLIENT ? clientTurn(server) : serverTurn(client);
    }

    private Next clientTurn(MessageReader server) {
        boolean exact = trying && asked == 1 && answered == 1 && server.isBetweenMessages();
        proven = exact ? proven + 1 : 0;
        if (proven == EXCHANGES) {
            return Next.PROVEN;
        }
        if (++tries > MOST_TRIES) {
            return Next.HOPELESS;
        }
        trying = true;
        asked = 0;
        answered = 0;
        return Next.BEGIN;
    }

    private Next serverTurn(MessageReader client) {
        trying = trying && asked == 1 && client.isBetweenMessages();
        return trying ? Next.READ : Next.PASS;
    }

    void asked() {
        asked++;
    }

    void answered() {
        answered++;
    }

    /** What is tried was wrong. */
    void refuted() {
        trying = false;
    }

    /** Whose turn it is was not seen. */
    void interrupted() {
        trying = false;
        last = Direction.FROM_CLIENT;
    }
}
