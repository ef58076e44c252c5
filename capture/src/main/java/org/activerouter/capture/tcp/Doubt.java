package org.activerouter.capture.tcp;

/** Why a connection cannot be taken over safely from what the capture knows of it. */
public enum Doubt {
    /** Which bytes its receiver has taken is not known, and will not be. */
    TAINTED("different bytes were seen for the same place", false),
    /** It has come to its end, or to the end of one direction. */
    CLOSING("one of its ends is closing it", false),
    /** Multipath TCP (RFC 8684): its other paths would go on beside us. */
    MULTIPATH("it may use several paths (MPTCP)", false),
    /** Its segments are signed (RFC 2385, RFC 5925) with a key that we do not have. */
    SIGNED("its segments are signed (TCP-MD5 or TCP-AO)", false),
    /** Its last acknowledgement may be among frames that the capture has lost. */
    UNHEARD("the capture has lost frames since both its ends were heard", true),
    /** Its client may have received much that it has not acknowledged. */
    UNACKNOWLEDGED("its client has not said yet what it has received", true),
    /** Bytes were acknowledged that the capture does not have (yet). */
    HOLE("bytes are missing from the capture", true),
    /** Where its numbers stand is not known yet: it was met in the middle a moment ago. */
    UNSETTLED("its numbers are not certain yet", true);

    private final String sentence;
    private final boolean passing;

    Doubt(String sentence, boolean passing) {
        this.sentence = sentence;
        this.passing = passing;
    }

    /** For an operator: the end of "it was left alone: ...". */
    public String sentence() {
        return sentence;
    }

    /** Whether asking again a little later may find it gone. */
    public boolean isPassing() {
        return passing;
    }
}
