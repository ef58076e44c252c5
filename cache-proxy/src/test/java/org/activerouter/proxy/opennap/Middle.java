package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.analyzer.opennap.NapStanding.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * Where a conversation stands, worked out from its messages.
 *
 * @param exact whether the number of outstanding searches is told as certain
 */
record Middle(boolean exact) {
    /** From the whole messages of both directions, and what came of those that had begun. */
    NapStanding standing(List<Nap> fromClient, List<Nap> fromServer, ByteBuf clientRest, ByteBuf serverRest) {
        boolean loggedIn = fromServer.stream().anyMatch(each -> each.type() == 3);
        long asked = count(fromClient, Nap.SEARCH);
        long answered = count(fromServer, Nap.END);
        return new NapStanding(
                unfinished(clientRest),
                unfinished(serverRest),
                loggedIn,
                loggedIn ? logIn(fromClient) : null,
                (int) fromClient.stream()
                        .filter(each -> MessageType.isRegistration(each.type()))
                        .count(),
                (int) (asked - answered),
                exact,
                false);
    }

    private static long count(List<Nap> messages, int type) {
        return messages.stream().filter(each -> each.type() == type).count();
    }

    private static @Nullable LogIn logIn(List<Nap> messages) {
        for (Nap each : messages) {
            if (each.type() == Nap.LOG_IN) {
                byte[] data = each.text().getBytes(StandardCharsets.ISO_8859_1);
                return LogIn.read(ByteBuffer.wrap(data), 0, data.length);
            }
        }
        return null;
    }

    private static Unfinished unfinished(ByteBuf rest) {
        int at = rest.readerIndex();
        int bytes = rest.readableBytes();
        if (bytes < 4) {
            int header = 0;
            for (int i = 0; i < bytes; i++) {
                header |= rest.getUnsignedByte(at + i) << (8 * i);
            }
            return new Unfinished(bytes, header, -1, 0, 0);
        }
        int length = rest.getUnsignedShortLE(at);
        return new Unfinished(0, 0, rest.getUnsignedShortLE(at + 2), length, 4 + length - bytes);
    }
}
