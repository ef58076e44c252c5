package org.activerouter.manager.control;

import java.util.Locale;

/** What became of a server's sessions, for people. Stateless. */
final class HandoverText {
    private HandoverText() {}

    /** Some lines; none if nothing was done. */
    static String of(HandoverStatus status) {
        StringBuilder text = new StringBuilder();
        if (status.takenOver() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s taken over, with a pause of %.0f ms (median), %.0f ms at most\n",
                    sessions(status.takenOver()),
                    status.pauseMillis(),
                    status.longestPauseMillis()));
        }
        if (status.reconnected() > 0) {
            text.append("  ").append(sessions(status.reconnected())).append(" reset, for their clients to come back\n");
        }
        status.left()
                .forEach((why, count) -> text.append("  ")
                        .append(count)
                        .append(" stay direct: ")
                        .append(why)
                        .append('\n'));
        if (status.handedBack() + status.stillRelayed() > 0) {
            text.append("  ").append(sessions(status.handedBack())).append(" handed back, ");
            text.append(status.stillRelayed()).append(" stay in the service to their end\n");
        }
        status.trouble()
                .ifPresent(why -> text.append("  given up ")
                        .append(status.failures())
                        .append(" times, last: ")
                        .append(why)
                        .append('\n'));
        return text.toString();
    }

    private static String sessions(long count) {
        return count == 1 ? "1 session was" : count + " sessions were";
    }
}
