package org.activerouter.manager.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.KernelException.Reason;

/** A set of held servers that writes down what it is told, and fails as it is told to. */
final class FakeHolds implements Holds {
    final List<String> calls = new ArrayList<>();
    boolean refusing;

    @Override
    public void hold(Endpoint server, Set<Endpoint> clients) throws KernelException {
        calls.add("hold " + clients + " of " + server);
        fail();
    }

    @Override
    public void lift(Set<Endpoint> clients) throws KernelException {
        calls.add("lift " + clients);
        fail();
    }

    @Override
    public List<StandingConnection> catchUp(List<StandingConnection> connections) throws KernelException {
        fail();
        return connections;
    }

    private void fail() throws KernelException {
        if (refusing) {
            throw new KernelException(Reason.REFUSED, "The set with the given name does not exist");
        }
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
