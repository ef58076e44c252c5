package org.activerouter.proxy.relay;

import java.io.IOException;
import java.util.List;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.TakenOver;

/**
 * A service on the frame of a {@link RelayService}: whatever concerns connections is the frame's, what is done with their bytes is the
 * {@link SessionHandler}'s that the frame was made with. Any thread.
 */
public abstract class RelayedService implements ActiveService {
    private final RelayService relay;

    /** A service that owns this frame and closes it. */
    protected RelayedService(RelayService relay) {
        this.relay = relay;
    }

    @Override
    public final Door serve(Endpoint server) throws IOException {
        return relay.serve(server);
    }

    @Override
    public final void retire(Endpoint server) {
        relay.retire(server);
    }

    @Override
    public final TakenOver takeOver(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        return relay.takeOver(server, batch, hold);
    }

    @Override
    public final TakenOver reset(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        return relay.reset(server, batch, hold);
    }

    @Override
    public final HandedBack handBack(Endpoint server) {
        return relay.handBack(server);
    }

    @Override
    public final long beats() {
        return relay.beats();
    }

    @Override
    public final List<ServedSnapshot> served() {
        return relay.served();
    }

    @Override
    public final ServiceSnapshot snapshot() {
        return relay.snapshot();
    }

    @Override
    public void close() {
        relay.close();
    }
}
