package org.activerouter.capture.source;

import java.util.Locale;
import java.util.Objects;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;

/** Opens handles of libpcap through pcap4j, and turns its complaints into sentences for an operator. Any thread. */
final class Libpcap {
    /** What libpcap, like every tool around it, calls standard input. */
    static final String STANDARD_INPUT = "-";
    /** The kernel hands over a block of frames that is not full after this long: what a quiet wire delays a frame. */
    static final int BLOCK_TIMEOUT_MILLIS = 4;

    private static final int PCAP_ERROR_NO_SUCH_DEVICE = -5;
    private static final int PCAP_ERROR_PERM_DENIED = -8;
    private static final int PCAP_ERROR_PROMISC_PERM_DENIED = -11;

    private Libpcap() {}

    /**
     * Opens whatever libpcap can read, with nanosecond stamps.
     *
     * @param path or {@link #STANDARD_INPUT}, which Java must not have read from: libpcap takes it from its start
     * @param name what to call it in messages
     */
    static PcapHandle openFile(String path, String name) throws CaptureException {
        load();
        try {
            return Pcaps.openOffline(path, TimestampPrecision.NANO);
        } catch (PcapNativeException e) {
            throw notACapture(name, e);
        }
    }

    private static CaptureException notACapture(String name, PcapNativeException e) {
        String reason = String.valueOf(e.getMessage());
        boolean empty = reason.endsWith("only got 0") || reason.endsWith("got 0 bytes");
        String said = empty ? name + " is empty" : name + " is not a capture file (" + reason + ")";
        return new CaptureException(Kind.BAD_DATA, said, e);
    }

    /** Opens an interface, with nanosecond stamps. */
    static PcapHandle openInterface(String name, LiveSettings settings) throws CaptureException {
        load();
        try {
            return new PcapHandle.Builder(name)
                    .snaplen(settings.snapLength())
                    .promiscuousMode(
                            settings.promiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(BLOCK_TIMEOUT_MILLIS)
                    .bufferSize(settings.kernelBufferBytes())
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build();
        } catch (PcapNativeException e) {
            throw notOpened(name, e);
        }
    }

    private static CaptureException notOpened(String name, PcapNativeException e) {
        int code = e.getReturnCode() == null ? 0 : e.getReturnCode();
        if (code == PCAP_ERROR_PERM_DENIED || code == PCAP_ERROR_PROMISC_PERM_DENIED) {
            return new CaptureException(
                    Kind.NOT_PERMITTED,
                    "capturing on " + name
                            + " needs the capability CAP_NET_RAW: run as root (sudo), or let systemd grant"
                            + " it (AmbientCapabilities=CAP_NET_RAW), or setpriv (--inh-caps=+net_raw"
                            + " --ambient-caps=+net_raw)",
                    e);
        }
        Kind kind = code == PCAP_ERROR_NO_SUCH_DEVICE ? Kind.NOT_FOUND : Kind.FAILED;
        return new CaptureException(
                kind, String.format(Locale.ROOT, "%s cannot be captured: %s", name, e.getMessage()), e);
    }

    /** Before pcap4j is asked: it takes a missing library for one that lacks a function. */
    private static void load() throws CaptureException {
        try {
            Objects.requireNonNull(NativePcap.PCAP_DUMP);
        } catch (LinkageError e) {
            throw new CaptureException(
                    Kind.FAILED,
                    "libpcap is missing: install the package libpcap0.8 (from Debian 13 on: libpcap0.8t64)",
                    e);
        }
    }
}
