package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages as the tests write and read them. */
public record Nap(int type, String text) {
    public static final int LOG_IN = 2;
    public static final int LOGGED_IN = 3;
    public static final int SHARE = 100;
    public static final int UNSHARE = 102;
    public static final int UNSHARE_ALL = 110;
    public static final int SEARCH = 200;
    public static final int RESULT = 201;
    public static final int END = 202;
    public static final int ERROR = 404;
    public static final int FOLDER = 870;

    public static Nap logIn(String nick, int port) {
        return new Nap(LOG_IN, nick + " pw " + port + " \"test 1.0\" 4");
    }

    public static Nap share(String path) {
        return new Nap(SHARE, "\"" + path + "\" " + "0".repeat(32) + " 1000 128 44100 180");
    }

    public static Nap search(String words) {
        return new Nap(SEARCH, "FILENAME CONTAINS \"" + words + "\" MAX_RESULTS 100");
    }

    public ByteBuf bytes() {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        return Unpooled.buffer(4 + data.length)
                .writeShortLE(data.length)
                .writeShortLE(type)
                .writeBytes(data);
    }

    public static ByteBuf all(List<Nap> messages) {
        ByteBuf all = Unpooled.buffer();
        messages.forEach(message -> all.writeBytes(message.bytes()));
        return all;
    }

    /** Takes whole messages off the front of the bytes. */
    public static List<Nap> take(ByteBuf bytes) {
        List<Nap> messages = new ArrayList<>();
        while (bytes.readableBytes() >= 4
                && bytes.readableBytes() >= 4 + bytes.getUnsignedShortLE(bytes.readerIndex())) {
            int length = bytes.readUnsignedShortLE();
            int type = bytes.readUnsignedShortLE();
            messages.add(new Nap(
                    type,
                    bytes.readCharSequence(length, StandardCharsets.ISO_8859_1).toString()));
        }
        return messages;
    }

    @Override
    public String toString() {
        return type + (text.isEmpty() ? "" : " " + text);
    }
}
