package org.activerouter.capture.tcp;

/** Why the tracker lets go of a connection. */
public enum CloseReason {
    /** Both ends have sent FIN and all was delivered. */
    FINISHED,
    /** One end reset it. */
    RESET,
    /** A new connection has taken the same addresses and ports. */
    REPLACED,
    /** Nothing was seen for the idle limit. */
    IDLE,
    /** It had to make room under a cap. */
    EVICTED,
    /** The capture is over. */
    CAPTURE_ENDED
}
