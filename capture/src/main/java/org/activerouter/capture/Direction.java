package org.activerouter.capture;

/** Which end of a connection sent something. */
public enum Direction {
    FROM_CLIENT,
    FROM_SERVER;

    /** The direction in which the other end sends. */
    public Direction opposite() {
        return this == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;
    }
}
