package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message of the server of which only a part has come: nothing of ours may get into the middle of it. */
class HalfMessagesTest extends CachedDirectory {
    private static final Nap NEWS = new Nap(621, "welcome to this server");

    private List<Nap> answer() {
        user("sharer1", "C:\\m\\teka band.mp3");
        return user("asker2").say(Nap.search("teka"));
    }

    @Test
    void anAnswerFromTheCacheWaitsForTheRestOfIt() {
        List<Nap> answer = answer();
        Laboratory.Client asker = user("asker3");
        ByteBuf news = NEWS.bytes();
        asker.serverSends(news.readSlice(9));
        assertThat(asker.say(Nap.search("teka"))).isEmpty();
        asker.serverSends(news);
        assertThat(asker.received).endsWith(NEWS, answer.get(0), answer.get(1));
        assertThat(searchesAtServer()).isEqualTo(1);
    }

    @Test
    void whereverItIsCutTheClientReadsWholeMessages() {
        List<Nap> answer = answer();
        for (int cut = 0; cut <= NEWS.bytes().readableBytes(); cut++) {
            Laboratory.Client asker = user("asker3");
            int before = asker.received.size();
            ByteBuf news = NEWS.bytes();
            asker.serverSends(news.readSlice(cut));
            asker.say(Nap.search("teka"));
            asker.serverSends(news);
            assertThat(asker.received.subList(before, asker.received.size()))
                    .as("cut after %s bytes", cut)
                    .containsExactlyInAnyOrder(NEWS, answer.get(0), answer.get(1));
            asker.leave();
        }
    }

    @Test
    void soDoesAnAnswerThatAnotherClientWasWaitedFor() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client first = user("first2");
        Laboratory.Client second = user("second3");
        lab.delay(Duration.ofMillis(300));
        first.say(Nap.search("teka"));
        second.say(Nap.search("teka"));
        ByteBuf news = NEWS.bytes();
        second.serverSends(news.readSlice(9));
        lab.advance(Duration.ofMillis(301));
        second.serverSends(news);
        lab.advance(Duration.ofMillis(301));
        assertThat(second.received.stream().map(Nap::type)).endsWith(NEWS.type(), Nap.RESULT, Nap.END);
    }

    @Test
    void ifTheServerDiesThenTheSessionEndsAndIsNotAnsweredFromWhatIsKnown() {
        answer();
        Laboratory.Client asker = user("asker3");
        asker.serverSends(NEWS.bytes().readSlice(9));
        lab.serverAlive(false);
        asker.serverLeaves();
        assertThat(asker.isOver()).isTrue();
        assertThat(asker.bytesToClient().readableBytes()).isEqualTo(9);
    }
}
