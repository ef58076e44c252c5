package org.activerouter.lab.peers;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What every user does.
 *
 * @param server where the directory is
 * @param shares files that each user shares
 * @param searches after so many a user leaves; 0 for no such limit
 * @param seconds after so long a user leaves; 0 for no such limit
 * @param visit after so many searches a user leaves and comes back on a new connection; 0 to stay
 * @param rate searches per second and user, at exponential distances; 0 for each as soon as the last is answered
 * @param keywords what is searched for and what the shared files are called
 * @param seed of all choices
 */
public record Plan(
        InetSocketAddress server,
        int shares,
        int searches,
        double seconds,
        int visit,
        double rate,
        List<String> keywords,
        long seed) {
    /** Refuses a plan that never ends. */
    public Plan {
        if (searches <= 0 && seconds <= 0) {
            throw new IllegalArgumentException("either searches or seconds must be above 0");
        }
        keywords = List.copyOf(keywords);
    }
}
