package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;

/** Byte for byte, little-endian; that the kernel takes them is shown by {@code TakeoverIT}. */
class SetMessageTest {
    private static final Endpoint CLIENT = endpoint("10.82.2.2", 40_000);

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String hex(ByteBuffer message) {
        byte[] bytes = new byte[message.flip().remaining()];
        message.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String hex(String words) {
        return words.replaceAll("\\s", "");
    }

    @Test
    void addsWithATimeOut() {
        ByteBuffer out = ByteBuffer.allocate(SetMessage.MOST_BYTES);
        SetMessage.add(out, "arhold", List.of(CLIENT), 2);
        assertThat(hex(out)).isEqualTo(hex("""
                        5c000000 0906 0500 00000000 00000000 02000000
                        0500 0100 06000000
                        0b00 0200 6172686f6c6400 00
                        0800 0900 00000000
                        2c00 0880 2800 0780
                          0c00 0180 0800 0140 0a520202
                          0600 0440 9c40 0000
                          0500 0700 06000000
                          0800 0640 00000002
                        """));
    }

    @Test
    void deletesSeveral() {
        ByteBuffer out = ByteBuffer.allocate(SetMessage.MOST_BYTES);
        SetMessage.delete(out, "arsrv", List.of(CLIENT, endpoint("10.82.2.3", 1)));
        assertThat(hex(out)).isEqualTo(hex("""
                        74000000 0a06 0500 00000000 00000000 02000000
                        0500 0100 06000000
                        0a00 0200 617273727600 0000
                        0800 0900 00000000
                        4400 0880
                        2000 0780 0c00 0180 0800 0140 0a520202 0600 0440 9c40 0000 0500 0700 06000000
                        2000 0780 0c00 0180 0800 0140 0a520203 0600 0440 0001 0000 0500 0700 06000000
                        """));
    }

    @Test
    void asManyAsAreAllowedFit() {
        ByteBuffer out = ByteBuffer.allocate(SetMessage.MOST_BYTES);
        SetMessage.add(out, "a".repeat(31), Collections.nCopies(SetMessage.MOST_ENTRIES, CLIENT), 2);
        assertThat(out.position()).isEqualTo(out.getInt(0));
    }
}
