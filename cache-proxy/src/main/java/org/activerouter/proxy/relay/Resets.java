package org.activerouter.proxy.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.TakenOver;

/**
 * Ends connections by taking their place for a moment: only who has the right sequence numbers is believed, by a quiet end too. The
 * caller's thread.
 */
final class Resets {
    private Resets() {}

    static TakenOver of(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        List<TakenOver.Live> ended = new ArrayList<>();
        try (ReadyBatch ready = new ReadyBatch()) {
            ready.make(server, batch);
            List<TakenOver.Refused> refused = ready.refused();
            for (ReadyBatch.Standing each : ready.hold(hold, (connection, replacement) -> {})) {
                try {
                    each.replacement().reset();
                    ended.add(new TakenOver.Live(each.flow(), System.nanoTime()));
                } catch (IOException e) {
                    refused.add(new TakenOver.Refused(each.flow(), String.valueOf(e.getMessage())));
                }
            }
            return new TakenOver(ended, refused);
        }
    }
}
