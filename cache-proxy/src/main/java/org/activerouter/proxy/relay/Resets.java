package org.activerouter.proxy.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.takeover.Conntrack;
import org.activerouter.proxy.takeover.Replacement;

/**
 * Ends connections by taking their place for a moment: only who has the right sequence numbers is believed, by a quiet end too. The
 * caller's thread.
 */
final class Resets {
    private Resets() {}

    static TakenOver of(Endpoint server, List<StandingConnection> batch) {
        List<TakenOver.Live> ended = new ArrayList<>();
        List<TakenOver.Refused> refused = new ArrayList<>();
        try (Conntrack conntrack = Conntrack.open()) {
            for (StandingConnection each : batch) {
                FlowKey flow = each.facts().flow();
                try {
                    end(each, server, conntrack);
                    ended.add(new TakenOver.Live(flow, System.nanoTime()));
                } catch (IOException e) {
                    refused.add(new TakenOver.Refused(flow, String.valueOf(e.getMessage())));
                }
            }
        }
        return new TakenOver(ended, refused);
    }

    private static void end(StandingConnection connection, Endpoint server, Conntrack conntrack) throws IOException {
        if (!connection.facts().flow().server().equals(server)) {
            throw new IOException("it is a connection with another server");
        }
        Replacement.prepare(connection.facts(), conntrack).reset();
    }
}
