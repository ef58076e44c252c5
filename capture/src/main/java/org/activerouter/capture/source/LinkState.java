package org.activerouter.capture.source;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel says of a network interface, in the network namespace of this process.
 *
 * @param index the kernel's number for it, which stays when it is renamed; 0 when there is none of that name
 * @param up whether it was switched on
 * @param carrier whether something is connected to it
 */
record LinkState(int index, boolean up, boolean carrier) {
    private static final LinkState MISSING = new LinkState(0, false, false);
    /** Devices of libpcap that are no interface of the kernel are always there. */
    private static final LinkState PSEUDO = new LinkState(-1, true, true);

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final int IFREQ_BYTES = 40;
    /** Name length with its end, and where the flags follow it in ifreq. */
    private static final int IFNAMSIZ = 16;

    private static final int IFF_UP = 0x1;
    private static final int IFF_RUNNING = 0x40;

    boolean exists() {
        return index != 0;
    }

    /** Asks the kernel; a microsecond. */
    static LinkState of(String name) {
        if (name.equals("any") || name.startsWith("nflog")) {
            return PSEUDO;
        }
        int index = name.length() < IFNAMSIZ ? NativeC.if_nametoindex(name) : 0;
        if (index == 0) {
            return MISSING;
        }
        int flags = flags(name);
        return new LinkState(index, (flags & IFF_UP) != 0, (flags & IFF_RUNNING) != 0);
    }

    private static int flags(String name) {
        int socket = NativeC.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
        if (socket < 0) {
            // Out of descriptors is no fault of the interface.
            return IFF_UP | IFF_RUNNING;
        }
        try (Memory request = new Memory(IFREQ_BYTES)) {
            request.clear();
            request.setString(0, name, StandardCharsets.UTF_8.name());
            return NativeC.ioctl(socket, SIOCGIFFLAGS, request) == 0 ? request.getShort(IFNAMSIZ) : 0;
        } finally {
            NativeC.close(socket);
        }
    }

    /** The name that an interface has now, by its index. */
    static Optional<String> nameOf(int index) {
        try (Memory name = new Memory(IFNAMSIZ)) {
            return index > 0 && NativeC.if_indextoname(index, name) != null
                    ? Optional.of(name.getString(0, StandardCharsets.UTF_8.name()))
                    : Optional.empty();
        }
    }

    /** All interfaces, by name. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        Pointer list = NativeC.if_nameindex();
        if (list != null) {
            // struct if_nameindex { unsigned int if_index; char *if_name; }, ended by an index of 0
            for (long at = 0; list.getInt(at) != 0; at += 16) {
                names.add(list.getPointer(at + 8).getString(0, StandardCharsets.UTF_8.name()));
            }
            NativeC.if_freenameindex(list);
        }
        return names;
    }
}
