package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSplitterTest {
    /** Wants some types whole, and puts everything together again. */
    private static final class Collecting implements MessageSplitter.Receiver {
        private final ByteBuf out = Unpooled.buffer();
        private final List<Integer> whole = new ArrayList<>();
        private int longestHeldBack;

        @Override
        public boolean begins(int type, int length) {
            return type % 2 == 0 && length < 100;
        }

        @Override
        public void message(int type, int length, ByteBuf bytes, int index) {
            whole.add(type);
            out.writeBytes(bytes, index, 4 + length);
            longestHeldBack = Math.max(longestHeldBack, length);
        }

        @Override
        public void begun(int type) {
            throw new IllegalStateException("nothing went before");
        }

        @Override
        public void piece(ByteBuf bytes, int index, int count) {
            out.writeBytes(bytes, index, count);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void howBytesAreCutChangesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuf sent = Unpooled.buffer();
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int type = random.nextInt(0x10000);
            int length = random.nextInt(10) == 0 ? random.nextInt(0x10000) : random.nextInt(150);
            sent.writeBytes(new Nap(type, "x".repeat(length)).bytes());
            if (type % 2 == 0 && length < 100) {
                wanted.add(type);
            }
        }
        Collecting receiver = new Collecting();
        MessageSplitter splitter = new MessageSplitter(receiver);
        int at = 0;
        while (at < sent.writerIndex()) {
            int count = Math.min(sent.writerIndex() - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 4000));
            splitter.bytes(sent.slice(at, count));
            at += count;
        }
        assertThat(receiver.out).isEqualTo(sent);
        assertThat(receiver.whole).isEqualTo(wanted);
        assertThat(splitter.hasBegunToPass()).isFalse();
    }

    @Test
    void noByteOfAnUnwantedMessageIsHeldBack() {
        Collecting receiver = new Collecting();
        MessageSplitter splitter = new MessageSplitter(receiver);
        ByteBuf message = new Nap(1, "x".repeat(65_535)).bytes();
        for (int at = 0; at < message.writerIndex(); at++) {
            splitter.bytes(message.slice(at, 1));
            assertThat(receiver.out.writerIndex()).isEqualTo(at < 3 ? 0 : at + 1);
        }
    }

    @Test
    void whatWasHeldBackComesFirstWhenItIsStopped() {
        Collecting receiver = new Collecting();
        MessageSplitter splitter = new MessageSplitter(receiver);
        splitter.bytes(Unpooled.wrappedBuffer(new byte[] {50, 0, 2, 0, 7}));
        assertThat(receiver.out.writerIndex()).isZero();
        splitter.stop();
        splitter.bytes(Unpooled.wrappedBuffer(new byte[] {8, 9}));
        assertThat(receiver.out).isEqualTo(Unpooled.wrappedBuffer(new byte[] {50, 0, 2, 0, 7, 8, 9}));
    }
}
