package org.activerouter.capture.tcp;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The far side of a tun interface: the packets that the kernel sends out there are read here, those written here reach it. */
final class TunDevice implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x4004_54caL;
    private static final short IFF_TUN = 0x0001;
    private static final short IFF_NO_PI = 0x1000;
    private static final int IFREQ_BYTES = 40;
    private static final int IFNAMSIZ = 16;
    private static final short POLLIN = 1;
    /** Generous, for a busy machine; nothing waits for it to be over. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static {
        Native.register(TunDevice.class, "c");
    }

    private final int fd;
    private final Memory descriptor = new Memory(8);
    private final byte[] buffer = new byte[65_536];

    /** Makes the interface; it is gone with {@link #close}. */
    TunDevice(String name) {
        fd = opened();
        Memory request = new Memory(IFREQ_BYTES);
        request.clear();
        request.setString(0, name, StandardCharsets.US_ASCII.name());
        request.setShort(IFNAMSIZ, (short) (IFF_TUN | IFF_NO_PI));
        ioctl(fd, TUNSETIFF, request);
        descriptor.setInt(0, fd);
        descriptor.setShort(4, POLLIN);
    }

    private static int opened() {
        try {
            return open("/dev/net/tun", O_RDWR);
        } catch (LastErrorException e) {
            throw new IllegalStateException("/dev/net/tun cannot be opened (this test needs root and that device)", e);
        }
    }

    void send(byte[] packet) {
        write(fd, packet, packet.length);
    }

    /** The next packet of the kernel. */
    byte[] receive() {
        descriptor.setShort(6, (short) 0);
        if (poll(descriptor, 1, (int) PATIENCE.toMillis()) != 1) {
            throw new IllegalStateException("the kernel has sent nothing for " + PATIENCE);
        }
        return Arrays.copyOf(buffer, (int) read(fd, buffer, buffer.length));
    }

    @Override
    public void close() {
        close(fd);
    }

    private static native int open(String path, int flags) throws LastErrorException;

    private static native int ioctl(int fd, long request, Pointer argument) throws LastErrorException;

    private static native int poll(Pointer descriptors, long count, int timeoutMillis) throws LastErrorException;

    private static native long read(int fd, byte[] to, long bytes) throws LastErrorException;

    private static native long write(int fd, byte[] from, long bytes) throws LastErrorException;

    private static native int close(int fd) throws LastErrorException;
}
