package org.activerouter.proxy.http;

/** What a while means in which nothing has gone on in an exchange. */
enum Silence {
    /** It is borne. */
    BORNE,
    /** The client does not finish its request. */
    BODY_OVER,
    /** The answer does not begin: another member may be tried. */
    ANSWER_LATE,
    /** The answer does not begin at all. */
    ANSWER_OVER,
    /** An answer has stopped in the middle: nobody else can go on with it, yet it says that its member is not well. Told once. */
    ANSWER_STOPPED,
    /** And does not go on. */
    ANSWER_BROKEN;

    /**
     * What so many seconds mean. The first of them may have just begun when it is counted, so that a limit is met one later.
     *
     * @param memberBehind whether the member does not take what the client has sent
     * @param clientBehind whether the client does not take what the member has sent
     */
    static Silence of(
            int seconds,
            HttpLimits limits,
            Outgoing request,
            AnswerReader answer,
            boolean memberBehind,
            boolean clientBehind) {
        if (!request.done()) {
            return seconds > limits.body().toSeconds() && !memberBehind ? BODY_OVER : BORNE;
        }
        if (answer.begun()) {
            return clientBehind || answer.pauses() ? BORNE : inTheMiddle(seconds, limits);
        }
        if (seconds > limits.answer().toSeconds()) {
            return ANSWER_OVER;
        }
        return seconds > limits.secondTry().toSeconds() ? ANSWER_LATE : BORNE;
    }

    private static Silence inTheMiddle(int seconds, HttpLimits limits) {
        if (seconds > limits.stall().toSeconds()) {
            return ANSWER_BROKEN;
        }
        return seconds == limits.secondTry().toSeconds() + 1 ? ANSWER_STOPPED : BORNE;
    }
}
