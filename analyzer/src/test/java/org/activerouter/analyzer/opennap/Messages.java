package org.activerouter.analyzer.opennap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Messages as the real programs write them. */
final class Messages {
    private Messages() {}

    static byte[] message(int type, String text) {
        return message(type, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] message(int type, byte[] data) {
        byte[] message = new byte[4 + data.length];
        message[0] = (byte) data.length;
        message[1] = (byte) (data.length >>> 8);
        message[2] = (byte) type;
        message[3] = (byte) (type >>> 8);
        System.arraycopy(data, 0, message, 4, data.length);
        return message;
    }

    static byte[] logIn(String nick) {
        return message(2, nick + " pw 6699 \"probe v1\" 4");
    }

    static byte[] loggedIn() {
        return message(3, "anon@opennap-ng.test");
    }

    static byte[] motd(String line) {
        return message(621, line);
    }

    static byte[] statistics() {
        return message(214, "12 345 6");
    }

    static byte[] welcome() {
        return all(loggedIn(), motd("VERSION opennap-ng 0.50-beta2"), motd(""), motd("Welcome!"), statistics());
    }

    static byte[] share(String name) {
        return message(100, "\"C:\\mp3\\" + name + ".mp3\" 00000000000000000000000000000000 4000000 128 44100 200");
    }

    static byte[] search(String words) {
        return message(200, "FILENAME CONTAINS \"" + words + "\" MAX_RESULTS 100");
    }

    static byte[] result(String name) {
        return message(
                201,
                "\"C:\\shared\\" + name
                        + ".mp3\" 00000000000000000000000000000000 4000000 128 44100 200 alice 184549503 4");
    }

    static byte[] end() {
        return message(202, "");
    }

    static byte[] error(String text) {
        return message(404, text);
    }

    static byte[] all(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        return all.toByteArray();
    }
}
