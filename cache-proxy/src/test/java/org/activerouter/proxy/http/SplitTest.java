package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.activerouter.proxy.http.Stage.GET;
import static org.activerouter.proxy.http.Stage.post;
import static org.activerouter.proxy.http.Stage.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.http.Files.Served;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long answers that members bring together (RFC 9110 section 14), over real sockets of the loopback. */
@Timeout(60)
class SplitTest {
    private static final int PART = 16 << 10;
    private static final int LENGTH = 20 * PART + 123;

    @RegisterExtension
    final Stage stage = new Stage();

    private final Files files = new Files(body(LENGTH));

    private static String body(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private Proxy before(Origin... origins) throws IOException {
        Proxy proxy = stage.keep(new Proxy(Proxy.QUICK, origins[0].endpoint()));
        proxy.members(new Mode(Distribution.SPLIT, Choice.ROUND_ROBIN, false, 0), origins);
        return proxy;
    }

    private Origin origin(Served as) throws IOException {
        return stage.origin(files.script(as));
    }

    /** Where two long texts begin to differ says more than both of them. */
    private static void assertSame(String got, String wanted) {
        assertThat(Arrays.mismatch(got.toCharArray(), wanted.toCharArray()))
                .as("first difference, %d of %d characters", got.length(), wanted.length())
                .isEqualTo(-1);
    }

    private static long parts(Origin origin) {
        return origin.requests().stream()
                .filter(each -> each.contains("\r\nRange: bytes="))
                .count();
    }

    @Test
    void aLongAnswerIsBroughtByAllMembersAndIsTheSameToTheByte() throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin two = origin(Served.TAGGED);
        Origin three = origin(Served.TAGGED);
        Proxy proxy = before(one, two, three);
        Socket client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            send(client, GET);
            assertSame(Stage.read(client, files.whole(Served.TAGGED).length()), files.whole(Served.TAGGED));
        }
        assertThat(parts(one) + parts(two) + parts(three)).isGreaterThan(20);
        assertThat(parts(one)).isPositive();
        assertThat(parts(two)).isPositive();
        assertThat(parts(three)).isPositive();
        for (Origin each : new Origin[] {one, two, three}) {
            RelayNetwork.await("nothing is left", () -> proxy.member(each).outstanding() == 0);
            assertThat(proxy.member(each).failures()).isZero();
        }
    }

    @Test
    void anUnchangedDateAndLengthDoWhereThereIsNoTag() throws Exception {
        Origin one = origin(Served.DATED);
        Origin two = origin(Served.DATED);
        assertSame(before(one, two).ask(GET), files.whole(Served.DATED));
        assertThat(parts(two)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=0-99\r\n",
                "Range: bytes=0-99999,200000-299999\r\n",
                "Range: bytes=0-299999\r\nIf-Range: \"tag\"\r\n",
                "If-None-Match: \"x\"\r\n",
                "If-Match: \"tag\"\r\n",
                "If-Modified-Since: Fri, 01 Jan 2021 00:00:00 GMT\r\n",
                "If-Unmodified-Since: Fri, 01 Jan 2021 00:00:00 GMT\r\n",
                "Connection: upgrade\r\nUpgrade: x\r\n"
            })
    void whatAsksForLessThanTheWholeGoesToOneMember(String line) throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin two = origin(Served.TAGGED);
        String request = GET.replace("\r\n\r\n", "\r\n" + line + "\r\n");
        assertSame(before(one, two).ask(request), files.answer(Served.TAGGED, request));
        assertThat(one.requests()).containsExactly(request);
        assertThat(two.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Range: bytes=1000-300000", "rAnGe: bytes=0-327802", "Range:bytes=77-327801"})
    void aLongPartIsBroughtByAllMembersAndIsTheSameToTheByte(String line) throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin two = origin(Served.TAGGED);
        String request = GET.replace("\r\n\r\n", "\r\n" + line + "\r\n\r\n");
        assertSame(before(one, two).ask(request), files.answer(Served.TAGGED, request));
        assertThat(two.requests())
                .isNotEmpty()
                .allMatch(each -> each.split("(?i)range:", -1).length == 2, "one wish each")
                .noneMatch(each -> each.contains(line));
    }

    @Test
    void whatOnlyLooksLikeAWishForAPartStaysInItsLine() throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin two = origin(Served.TAGGED);
        String lines = "\r\nX: a\u0085range: b\r\nRange: bytes=1000-300000\r\nY: z\r\n\r\n";
        before(one, two).ask(GET.replace("\r\n\r\n", lines));
        assertThat(two.requests())
                .isNotEmpty()
                .allMatch(each -> each.contains("\r\nX: a\u0085range: b\r\nY: z\r\n"), "all else as it was");
    }

    @Test
    void whatAMemberSaysOfAnotherPartThanWasWantedIsPassedOnAsItCame() throws Exception {
        Origin one = origin(Served.SHIFTED);
        Origin two = origin(Served.SHIFTED);
        String request = GET.replace("\r\n\r\n", "\r\nRange: bytes=1000-300000\r\n\r\n");
        assertSame(before(one, two).ask(request), files.answer(Served.SHIFTED, request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST"})
    void onlyWhatIsReadIsSplit(String method) throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin two = origin(Served.TAGGED);
        before(one, two).ask(method.equals("POST") ? post("x") : GET.replace("GET", method));
        assertThat(two.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "WEAK", "FRESH", "CHUNKED", "SHORT"})
    void whatCannotBePutTogetherSafelyComesFromOneMember(String as) throws Exception {
        Origin one = origin(Served.valueOf(as));
        Origin two = origin(Served.valueOf(as));
        assertSame(before(one, two).ask(GET), files.whole(Served.valueOf(as)));
        assertThat(parts(one) + parts(two)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OTHER", "DATED", "IGNORING", "MISSING", "SHIFTED", "TORN"})
    void whoHasSomethingElseDoesNoPart(String as) throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin other = origin(Served.valueOf(as));
        Proxy proxy = before(one, other);
        assertSame(proxy.ask(GET), files.whole(Served.TAGGED));
        assertThat(parts(other)).as("it was asked once").isEqualTo(1);
        RelayNetwork.await("nothing is left", () -> proxy.member(other).outstanding() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR", "GARBAGE", "GONE", "HALF"})
    void whatAMemberFailsAtIsDoneByAnother(String as) throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin bad = origin(Served.valueOf(as));
        Origin three = origin(Served.TAGGED);
        Proxy proxy = before(one, bad, three);
        assertSame(proxy.ask(GET), files.whole(Served.TAGGED));
        assertThat(parts(bad)).isEqualTo(1);
        assertThat(proxy.member(bad).failures()).isEqualTo(1);
        assertThat(proxy.faults(Fault.BROKEN_ANSWER)).isZero();
    }

    @Test
    void whoDoesNotAnswerIsOvertaken() throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin frozen = origin(Served.FROZEN);
        Proxy proxy = before(one, frozen);
        assertSame(proxy.ask(GET), files.whole(Served.TAGGED));
        assertThat(parts(frozen)).isEqualTo(1);
        RelayNetwork.await("nothing is left", () -> proxy.member(frozen).outstanding() == 0);
    }

    @Test
    void whoStopsInTheMiddleOfAPartIsNotWaitedFor() throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin stuck = origin(Served.STUCK);
        Origin three = origin(Served.TAGGED);
        Proxy proxy = before(one, stuck, three);
        assertSame(proxy.ask(GET), files.whole(Served.TAGGED));
        assertThat(parts(stuck)).isEqualTo(1);
        assertThat(proxy.member(stuck).failures()).isEqualTo(1);
    }

    @Test
    void whenTheFirstBreaksOffInTheMiddleOthersGoOn() throws Exception {
        Origin first = stage.origin((request, wire) -> {
            wire.say(files.whole(Served.TAGGED).substring(0, 5 * PART));
            return false;
        });
        Origin two = origin(Served.TAGGED);
        Proxy proxy = before(first, two);
        assertSame(proxy.ask(GET), files.whole(Served.TAGGED));
        assertThat(first.requests()).isNotEmpty();
        assertThat(proxy.faults(Fault.BROKEN_ANSWER)).isZero();
    }

    @Test
    void whenNobodyIsLeftTheClientSeesTheAnswerBreakOff() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Origin.Script dying = (request, wire) -> {
            if (request.contains("Range: ")) {
                asked.incrementAndGet();
                return false;
            }
            wire.say(files.whole(Served.TAGGED).substring(0, 3 * PART));
            return false;
        };
        Proxy proxy = before(stage.origin(dying), stage.origin(dying));
        String got = proxy.ask(GET);
        assertThat(files.whole(Served.TAGGED)).startsWith(got);
        assertThat(got.length()).isLessThan(LENGTH);
        assertThat(proxy.faults(Fault.BROKEN_ANSWER)).isOne();
    }

    @Test
    void aSlowReaderHoldsUpAllWhoBring() throws Exception {
        int length = 400 * PART;
        Files large = new Files(body(length));
        Origin one = stage.origin(large.script(Served.TAGGED));
        Origin two = stage.origin(large.script(Served.TAGGED));
        Origin three = stage.origin(large.script(Served.TAGGED));
        Proxy proxy = before(one, two, three);
        Socket client = proxy.connect();
        send(client, GET);
        SlowReader reader = SlowReader.of(client, proxy.service());
        assertSame(reader.read(large.whole(Served.TAGGED).length()), large.whole(Served.TAGGED));
        assertThat(reader.mostQueued()).isPositive().isLessThan(1 << 20);
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Origin one = origin(Served.TAGGED);
        Origin stuck = stage.origin((request, wire) -> over.await(30, TimeUnit.SECONDS));
        Proxy proxy = before(one, stuck);
        try (Socket client = proxy.connect()) {
            send(client, GET);
            Stage.read(client, PART / 2);
        }
        RelayNetwork.await(
                "nothing is left",
                () -> proxy.member(one).outstanding() == 0
                        && proxy.member(stuck).outstanding() == 0
                        && proxy.service().snapshot().open() == 0);
        over.countDown();
    }

    @Test
    void requestsThatFollowAreAnsweredInOrder() throws Exception {
        Origin one = origin(Served.TAGGED);
        Origin two = origin(Served.TAGGED);
        String all = before(one, two).ask(GET + GET.replace("GET", "HEAD") + GET);
        String whole = files.whole(Served.TAGGED);
        assertSame(all, whole + whole.substring(0, whole.indexOf("\r\n\r\n") + 4) + whole);
    }
}
