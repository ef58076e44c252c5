package org.activerouter.capture.source;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libpcap that pcap4j does not reach, or only with an upcall into Java for each packet. JNA's direct
 * mapping; 64-bit systems (a {@code long} is passed where C has one). Any thread, but one at a time per handle.
 */
final class NativePcap {
    /** The very library that pcap4j loads, by whatever name it was told. */
    private static final NativeLibrary LIBRARY =
            NativeLibrary.getInstance(System.getProperty("org.pcap4j.core.pcapLibName", "pcap"));

    /** libpcap's own writer of one record, given to {@link #pcap_dispatch} so that no packet calls back into Java. */
    static final Pointer PCAP_DUMP = LIBRARY.getGlobalVariableAddress("pcap_dump");

    static {
        Native.register(NativePcap.class, LIBRARY);
    }

    private NativePcap() {}

    static native int pcap_dispatch(Pointer handle, int count, Pointer callback, Pointer user);

    static native Pointer pcap_dump_fopen(Pointer handle, Pointer stream);

    static native int pcap_dump_flush(Pointer dumper);

    static native long pcap_dump_ftell(Pointer dumper);

    static native @Nullable Pointer pcap_file(Pointer handle);

    static native int pcap_compile(Pointer handle, Pointer program, String expression, int optimize, int netmask);

    static native void pcap_freecode(Pointer program);

    static native int pcap_get_selectable_fd(Pointer handle);
}
