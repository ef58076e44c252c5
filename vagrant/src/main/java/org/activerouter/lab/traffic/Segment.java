package org.activerouter.lab.traffic;

/**
 * One TCP packet on its way to the file: filled anew for each, because a big capture has twenty million of them. Addresses
 * are IPv4 in network order, {@code micros} count from the start of the capture.
 */
final class Segment {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    long micros;
    boolean fromServer;
    int source;
    int destination;
    int sourcePort;
    int destinationPort;
    int sequence;
    int acknowledgement;
    int flags;
    boolean timestamps;
    int timestamp;
    int timestampEcho;
    int offset;
    int length;
}
