package org.activerouter.capture.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.FrameSource;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;

/** Opens one capture file with the reader that fits what is in it. */
final class CaptureFiles {
    private CaptureFiles() {}

    /** Opens a path, or {@link Libpcap#STANDARD_INPUT}. */
    static FrameSource open(String name) throws CaptureException {
        if (name.equals(Libpcap.STANDARD_INPUT)) {
            return viaLibpcap(name, "standard input", -1);
        }
        return open(Path.of(name));
    }

    private static FrameSource open(Path path) throws CaptureException {
        if (Files.isDirectory(path)) {
            throw new CaptureException(Kind.BAD_DATA, path + " is a directory, not a capture file");
        }
        try {
            // A pipe gives its bytes only once: libpcap must see the first of them.
            boolean pipe = Files.readAttributes(path, BasicFileAttributes.class).isOther();
            return pipe ? viaLibpcap(path.toString(), path.toString(), -1) : openRegular(path);
        } catch (NoSuchFileException e) {
            throw new CaptureException(Kind.NOT_FOUND, "no such file: " + path, e);
        } catch (AccessDeniedException e) {
            throw new CaptureException(Kind.NOT_PERMITTED, path + " may not be read by this user", e);
        } catch (IOException e) {
            throw new CaptureException(Kind.FAILED, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static FrameSource openRegular(Path path) throws IOException, CaptureException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        boolean taken = false;
        try {
            Optional<PcapHeader> header = header(path, channel);
            if (header.isEmpty()) {
                return viaLibpcap(path.toString(), path.toString(), channel.size());
            }
            FrameSource source = new PcapFile(path, channel, header.get());
            taken = true;
            return source;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static FrameSource viaLibpcap(String path, String name, long bytes) throws CaptureException {
        PcapHandle handle = Libpcap.openFile(path, name);
        try {
            return new LibpcapFile(name, handle, FrameReader.of(handle), bytes);
        } catch (PcapNativeException e) {
            handle.close();
            throw new CaptureException(Kind.FAILED, name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<PcapHeader> header(Path path, FileChannel channel) throws IOException, CaptureException {
        ByteBuffer start = ByteBuffer.allocate(PcapHeader.BYTES);
        while (start.hasRemaining() && channel.read(start, start.position()) > 0) {
            // A read may give less than was asked for.
        }
        if (start.position() == 0) {
            throw new CaptureException(Kind.BAD_DATA, path + " is empty");
        }
        Compression compression = Compression.of(start).orElse(null);
        if (compression != null) {
            throw new CaptureException(Kind.BAD_DATA, path + " is compressed: " + compression.remedy(path.toString()));
        }
        return start.hasRemaining() ? Optional.empty() : PcapHeader.parse(start);
    }
}
