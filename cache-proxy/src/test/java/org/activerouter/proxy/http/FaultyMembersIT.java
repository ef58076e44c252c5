package org.activerouter.proxy.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One of three members goes wrong under load, with nobody but the balancer to notice: what repeatable requests see of that. Prints how
 * long it took, and how much the member was given before and after.
 */
@Timeout(60)
class FaultyMembersIT {
    private static final int CLIENTS = 6;
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    enum Wrong {
        KILLED,
        FROZEN,
        GARBAGE,
        ERROR,
        SLOW_TO_ANSWER,
        SLOW_AFTERWARDS
    }

    private record Failure(long begun, String answer) {}

    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean sick;
    private final LongAdder asked = new LongAdder();

    private boolean serve(Wrong wrong, Origin.Wire wire) throws IOException, InterruptedException {
        if (!sick) {
            wire.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nwell");
            return false;
        }
        switch (wrong) {
            case KILLED -> wire.reset();
            case FROZEN -> over.await();
            case GARBAGE -> wire.say("\0\1\2\3 what?\r\n\r\n");
            case ERROR -> wire.say("HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            case SLOW_TO_ANSWER -> {
                over.await(4, TimeUnit.SECONDS);
                wire.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nwell");
            }
            case SLOW_AFTERWARDS -> {
                wire.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nwe");
                over.await();
            }
        }
        return false;
    }

    private void ask(Proxy proxy) {
        while (over.getCount() > 0) {
            long begun = System.nanoTime();
            String answer = "";
            try {
                answer = proxy.ask(GET);
            } catch (IOException e) {
                answer = e.toString();
            }
            asked.increment();
            if (!answer.startsWith("HTTP/1.1 200 OK") || !answer.endsWith("well")) {
                failures.add(new Failure(begun, answer));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatableRequestsDoNotFailOnceAFaultWasNoticed(Wrong wrong) throws Exception {
        try (Origin one = Origin.with((request, wire) -> serve(wrong, wire));
                Origin two = Origin.with((request, wire) -> wellServed(wire));
                Origin three = Origin.with((request, wire) -> wellServed(wire));
                Proxy proxy = new Proxy(Proxy.QUICK, two.endpoint())) {
            proxy.members(Mode.of(Distribution.SPREAD_FAILOVER), two, one, three);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> ask(proxy)));
            }
            RelayNetwork.await("all members are in use", () -> proxy.member(one).responses() > 50);
            assertThat(proxy.member(one).failures()).isZero();
            long before = proxy.member(one).requests();
            long since = System.nanoTime();
            sick = true;
            if (wrong == Wrong.KILLED) {
                one.refuse();
            }
            RelayNetwork.await("the fault is noticed", () -> proxy.member(one).failures() > 0);
            long noticed = System.nanoTime();
            MemberSnapshot then = proxy.member(one);
            TimeUnit.SECONDS.sleep(2);
            long all = asked.sum();
            over.countDown();
            for (Thread each : clients) {
                each.join();
            }
            MemberSnapshot end = proxy.member(one);
            System.out.printf(
                    "%-16s noticed after %5d ms, given %3d until then and %3d of about %d afterwards, %d tried again, %d failed%n",
                    wrong,
                    NANOSECONDS.toMillis(noticed - since),
                    then.requests() - before,
                    end.requests() - then.requests(),
                    all,
                    end.retries(),
                    failures.size());
            assertThat(failures).filteredOn(each -> each.begun > noticed).isEmpty();
            assertThat(proxy.member(two).failures() + proxy.member(three).failures())
                    .as("failures of those that are well")
                    .isZero();
            // An answer that has begun cannot be tried again.
            if (wrong != Wrong.SLOW_AFTERWARDS) {
                assertThat(failures)
                        .as("what can be tried again does not fail at all")
                        .isEmpty();
            }
        }
    }

    private static boolean wellServed(Origin.Wire wire) throws IOException {
        wire.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nwell");
        return false;
    }
}
