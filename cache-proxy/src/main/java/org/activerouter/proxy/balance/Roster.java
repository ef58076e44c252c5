package org.activerouter.proxy.balance;

import java.util.List;
import org.activerouter.capture.Endpoint;

/**
 * Who is in a server group. A client that asks for any of its members may be given any other.
 *
 * @param group the group's name
 * @param mode how traffic is shared
 * @param seats the members, each once, in the order of preference
 */
public record Roster(String group, Mode mode, List<Seat> seats) {
    /** More members than that are refused: each choice looks at all of them in some modes. */
    public static final int MOST_SEATS = 64;

    /** Keeps its own copy; refuses a member that is named twice, and too many. */
    public Roster {
        seats = List.copyOf(seats);
        if (seats.size() > MOST_SEATS) {
            throw new IllegalArgumentException(group + " has more than " + MOST_SEATS + " members: " + seats.size());
        }
        if (seats.stream().map(Seat::member).distinct().count() != seats.size()) {
            throw new IllegalArgumentException(group + " names a member twice: " + seats);
        }
    }

    /** Whether an endpoint is one of the members, open or not. */
    public boolean has(Endpoint member) {
        return seats.stream().anyMatch(seat -> seat.member().equals(member));
    }
}
