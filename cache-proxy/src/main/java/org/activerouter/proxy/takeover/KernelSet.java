package org.activerouter.proxy.takeover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.source.NetlinkSocket;

/**
 * Sets of the kernel ({@code ipset}) by its netlink interface: an entry is in force when the call returns, after microseconds, and no other
 * process has to run for that. One thread at a time.
 */
final class KernelSet implements AutoCloseable {
    private static final int ANSWER_BYTES = 2 * SetMessage.MOST_BYTES;

    private final NetlinkTalk kernel;

    private KernelSet(NetlinkTalk kernel) {
        this.kernel = kernel;
    }

    /**
     * Opens the interface in the calling thread's network namespace.
     *
     * @throws IOException when the kernel has none
     */
    static KernelSet open() throws IOException {
        return new KernelSet(NetlinkTalk.over(NetlinkSocket.openNetfilter(), SetMessage.MOST_BYTES, ANSWER_BYTES));
    }

    /** Puts endpoints into a set, each for so many seconds; 0 for as long as the set says. */
    void add(String set, Collection<Endpoint> endpoints, int seconds) throws IOException {
        each(set, endpoints, some -> SetMessage.add(kernel.out, set, some, seconds));
    }

    /** Takes endpoints out of a set; nothing happens where they are not there. */
    void delete(String set, Collection<Endpoint> endpoints) throws IOException {
        each(set, endpoints, some -> SetMessage.delete(kernel.out, set, some));
    }

    private void each(String set, Collection<Endpoint> endpoints, Consumer<List<Endpoint>> message) throws IOException {
        List<Endpoint> all = new ArrayList<>(endpoints);
        for (int from = 0; from < all.size(); from += SetMessage.MOST_ENTRIES) {
            kernel.out.clear();
            message.accept(all.subList(from, Math.min(from + SetMessage.MOST_ENTRIES, all.size())));
            send(set);
        }
    }

    private void send(String set) throws IOException {
        int error = kernel.exchange();
        if (error != 0) {
            throw new IOException("the kernel refused an entry of the set " + set + " (error " + error + ")");
        }
    }

    @Override
    public void close() {
        kernel.close();
    }
}
