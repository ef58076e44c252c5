package org.activerouter.proxy.takeover;

/** What the rules of {@code netfilter-scripts} know the sockets of a taken-over connection by, in bits 24 to 27. */
final class Marks {
    /** Its packets are dropped: nobody may answer for it. */
    static final int REPAIR = 0x2000000;
    /** It is the client towards the server. */
    static final int TOWARDS_SERVER = 0x1000000;
    /** It is the server towards the client, and conntrack does not follow it. */
    static final int TOWARDS_CLIENT = 0x9000000;

    private Marks() {}
}
