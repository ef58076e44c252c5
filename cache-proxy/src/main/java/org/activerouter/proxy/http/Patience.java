package org.activerouter.proxy.http;

/** What a while means in which a client was waited for and nothing has come of it. */
enum Patience {
    /** It is waited on. */
    LASTS,
    /** The client may wait for the server to speak first. */
    SERVER_FIRST,
    /** A head was begun, and does not end. */
    HEAD_OVER,
    /** Nothing is asked any more. */
    KEEP_ALIVE_OVER,
    /** The client was told that nothing more will come, and does not end its side. */
    END_OVER;

    /** Who says nothing for so long may wait for the server to speak first, which no server of HTTP does. */
    private static final int SILENT_SECONDS = 2;

    /**
     * What so many seconds mean; while a request is under way that is for others to say.
     *
     * @param begun whether something was sent that is no whole head yet
     */
    static Patience of(Phase phase, int seconds, boolean begun, HttpLimits limits) {
        return switch (phase) {
            case STRANGE -> begun ? head(seconds, limits) : seconds < SILENT_SECONDS ? LASTS : SERVER_FIRST;
            case READY -> begun ? head(seconds, limits) : keepAlive(seconds, limits);
            case LEAVING -> seconds > limits.stall().toSeconds() ? END_OVER : LASTS;
            case BUSY, TUNNEL -> LASTS;
        };
    }

    private static Patience head(int seconds, HttpLimits limits) {
        return seconds > limits.head().toSeconds() ? HEAD_OVER : LASTS;
    }

    private static Patience keepAlive(int seconds, HttpLimits limits) {
        return seconds > limits.keepAlive().toSeconds() ? KEEP_ALIVE_OVER : LASTS;
    }
}
