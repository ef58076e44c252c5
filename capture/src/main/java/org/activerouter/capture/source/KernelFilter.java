package org.activerouter.capture.source;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.pcap4j.core.PcapNativeException;

/**
 * Exchanges the kernel's filter of a handle in one step.
 *
 * <p>pcap_setfilter first installs a filter that rejects everything, so that nothing comes that only the old filter let
 * through. For us that is the wrong way round: some sixty microseconds of what we watch would be missing, uncounted.
 */
final class KernelFilter {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int PCAP_NETMASK_UNKNOWN = 0xFFFF_FFFF;
    /** Both struct bpf_program and struct sock_fprog: a length, padding, the address of the same instructions. */
    private static final int PROGRAM_BYTES = 16;

    private static final int INSTRUCTIONS_AT = 8;

    private KernelFilter() {}

    /**
     * Makes the kernel use the filter from the next frame on.
     *
     * @param handle a live handle of Ethernet; for other link types libpcap would have to rewrite the program
     * @return false when the kernel refused; the old filter is then still in use
     */
    static boolean exchange(Pointer handle, String expression) throws PcapNativeException {
        try (Memory program = new Memory(PROGRAM_BYTES)) {
            if (NativePcap.pcap_compile(handle, program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) {
                throw new PcapNativeException("libpcap does not understand the filter " + expression);
            }
            try {
                return attach(NativePcap.pcap_get_selectable_fd(handle), program);
            } finally {
                NativePcap.pcap_freecode(program);
            }
        }
    }

    private static boolean attach(int socket, Memory compiled) {
        try (Memory program = new Memory(PROGRAM_BYTES)) {
            program.clear();
            program.setShort(0, (short) compiled.getInt(0));
            program.setPointer(INSTRUCTIONS_AT, compiled.getPointer(INSTRUCTIONS_AT));
            return NativeC.setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, program, PROGRAM_BYTES) == 0;
        }
    }
}
