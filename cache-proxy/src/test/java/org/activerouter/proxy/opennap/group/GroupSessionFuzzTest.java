package org.activerouter.proxy.opennap.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Sessions;
import org.activerouter.proxy.opennap.Nap;

/** Runs as a plain test on the kept inputs; with {@code JAZZER_FUZZ=1} it looks for new ones. */
class GroupSessionFuzzTest {
    private static final String[] WORDS = {"alpha", "bravo", "alpha bravo", "", "\"", "BITRATE"};

    @FuzzTest(maxDuration = "5m")
    @DictionaryEntries({
        "\u0000\u0000",
        "\u0003\u0000",
        "\u00c8\u0000",
        "\u00c9\u0000",
        "\u00ca\u0000",
        "\u0094\u0001",
        "\"a.mp3\" 0 1 2 3 4 nick 5 6"
    })
    void sessionsNeverThrowAndLeaveNothingBehind(FuzzedDataProvider data) {
        GroupLaboratory lab = new GroupLaboratory(3, mode(data));
        lab.sharer(0, "one", 6699, "C:\\alpha.mp3");
        lab.sharer(2, "two", 0, "C:\\alpha bravo.mp3");
        List<GroupLaboratory.Client> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(lab.connect("10.0.0." + (i + 1)));
            if (data.consumeBoolean()) {
                clients.get(i).say(Nap.logIn("user" + i, i));
            }
        }
        while (data.remainingBytes() > 0) {
            step(lab, clients.get(data.consumeInt(0, 2)), data);
            assertThat(lab.lineCount).isLessThanOrEqualTo(2 * 3 * MemberLines.MOST_LINES);
        }
        clients.forEach(GroupLaboratory.Client::leave);
        lab.advance(Duration.ofMinutes(10));
        assertThat(lab.lineCount).isZero();
        assertThat(lab.groups.snapshot())
                .allSatisfy(member -> assertThat(member.outstanding()).isZero());
    }

    private static Mode mode(FuzzedDataProvider data) {
        return new Mode(
                data.pickValue(Distribution.values()),
                data.pickValue(Choice.values()),
                data.consumeBoolean(),
                0.2,
                data.pickValue(Sessions.values()),
                Duration.ofSeconds(2));
    }

    private static void step(GroupLaboratory lab, GroupLaboratory.Client client, FuzzedDataProvider data) {
        switch (data.consumeInt(0, 13)) {
            case 0, 1, 2, 3 -> client.say(Nap.search(data.pickValue(WORDS)));
            case 4 -> client.say(Nap.share("C:\\" + data.pickValue(WORDS) + ".mp3"));
            case 5 -> client.say(new Nap(data.consumeInt(0, 1000), data.consumeAsciiString(40)));
            case 6 -> client.sayBytes(Duration.ZERO, bytes(data));
            case 7 -> client.serverSends(bytes(data));
            case 8 -> client.serverSends(new Nap(data.pickValue(new Integer[] {3, 201, 202, 404}), "").bytes());
            case 9 -> lab.advance(Duration.ofMillis(data.consumeInt(0, 40_000)));
            case 10 -> lab.server(data.consumeInt(0, 2)).manner = data.pickValue(Server.Manner.values());
            case 11 -> lab.server(data.consumeInt(0, 2)).delay = Duration.ofMillis(data.consumeInt(0, 3000));
            case 12 -> lab.everyLineHears(bytes(data));
            default -> client.session.retire();
        }
    }

    private static ByteBuf bytes(FuzzedDataProvider data) {
        return Unpooled.wrappedBuffer(data.consumeBytes(60));
    }
}
