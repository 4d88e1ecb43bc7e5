package sse.nio.internal.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.nio.fixtures.HandTicker;
import sse.nio.internal.loop.EventLoop;
import sse.nio.internal.loop.Selectable;

class PlainChannelTest {
    private final FakeSocket socket = new FakeSocket();
    private final List<String> calls = new ArrayList<>();
    private final HandTicker ticker = new HandTicker();
    private EventLoop loop;
    private LoopChannel channel;

    private final class RecordingHandler implements ChannelHandler {
        RecordingHandler(LoopChannel opened) {
            channel = opened;
        }

        @Override
        public void onReadable() {
            calls.add("readable");
            channel.read();
        }

        @Override
        public void onWritable() {
            calls.add("writable");
        }

        @Override
        public void onTimeout() {
            calls.add("timeout");
        }

        @Override
        public void onDrain() {
            calls.add("drain");
        }

        @Override
        public void onClosed() {
            calls.add("closed");
        }
    }

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop("test", ticker, Duration.ofSeconds(1));
        PlainChannel.attach(new ChannelContext(loop), socket.key, RecordingHandler::new);
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        loop.join();
    }

    @Nested
    class Writing {
        @Test
        void takesBytesInOneCall() throws IOException {
            ByteBuffer bytes = direct("abc");

            channel.write(bytes);

            assertThat(socket.writes).containsExactly("abc");
            assertThat(bytes.hasRemaining()).isFalse();
            assertThat(awaitsWritable()).isFalse();
        }

        @Test
        void joinsKeptAndGivenBytesInOneCall() throws IOException {
            channel.enqueue(heap("head "));
            assertThat(socket.writes).isEmpty();

            channel.write(direct("body"));
            channel.write(direct("more"));

            assertThat(socket.writes).containsExactly("head body", "more");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 4, 5, 6, 8})
        void goesOnWhereTheSocketStopped(int room) throws IOException {
            channel.enqueue(heap("head "));
            socket.room = room;
            ByteBuffer bytes = direct("body");

            channel.write(bytes);
            assertThat(bytes.remaining()).isEqualTo(Math.min(4, 9 - room));
            assertThat(awaitsWritable()).isTrue();
            socket.room = Integer.MAX_VALUE;
            channel.write(bytes);

            assertThat(String.join("", socket.writes)).isEqualTo("head body");
            assertThat(channel.flush()).isTrue();
            assertThat(awaitsWritable()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(ints = {64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200_000})
        void takesMoreThanItsBuffer(int size) throws IOException {
            String head = "h".repeat(size);
            channel.enqueue(heap(head));
            channel.write(direct("body"));
            channel.write(heap(head));

            assertThat(String.join("", socket.writes)).isEqualTo(head + "body" + head);
        }

        @Test
        void keepsRestOfSentBytes() throws IOException {
            socket.room = 2;
            ByteBuffer bytes = direct("abc");

            assertThat(channel.send(bytes)).isFalse();
            bytes.clear().put("xyz".getBytes(US_ASCII));
            assertThat(channel.send(heap("def"))).isFalse();
            assertThat(channel.flush()).isFalse();
            assertThat(awaitsWritable()).isTrue();
            socket.room = Integer.MAX_VALUE;
            assertThat(channel.flush()).isTrue();

            assertThat(String.join("", socket.writes)).isEqualTo("abcdef");
        }

        @Test
        void failsOnceClosed() {
            channel.close();

            assertThatThrownBy(() -> channel.write(direct("a"))).isInstanceOf(IOException.class);
        }
    }

    @Nested
    class Notifying {
        @Test
        void tellsReadyOperations() {
            socket.key.ready = SelectionKey.OP_READ | SelectionKey.OP_WRITE;

            selectable().onReady();

            assertThat(calls).containsExactly("writable", "readable");
        }

        @Test
        void closesAtEndOfInputAndTellsOnce() {
            socket.peerEnded = true;
            socket.key.ready = SelectionKey.OP_READ;

            selectable().onReady();
            selectable().abort();

            assertThat(calls).containsExactly("readable", "closed");
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void closesWithoutTellingItsHandler() {
            assertThat(channel.close()).isTrue();
            assertThat(channel.close()).isFalse();
            assertThat(channel.reset()).isFalse();
            selectable().abort();
            selectable().onDrain();

            assertThat(calls).isEmpty();
        }

        @Test
        void lingersForBoundedTime() throws Exception {
            loop.start();
            loop.execute(() -> {
                try {
                    channel.linger();
                } catch (IOException unexpected) {
                    calls.add(unexpected.toString());
                }
            });
            awaitTask();
            ticker.advance(LoopChannel.LINGER_TIMEOUT.minusMillis(1));
            awaitTask();
            assertThat(calls).isEmpty();
            ticker.advance(Duration.ofMillis(100));
            awaitTask();

            assertThat(calls).containsExactly("timeout");
            assertThat(socket.outputEnded).isTrue();
        }

        private void awaitTask() throws InterruptedException {
            java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
            loop.execute(done::countDown);
            assertThat(done.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void pausesAndResumesReading() {
        channel.pauseReading();
        assertThat(socket.key.interestOps()).isZero();

        channel.resumeReading();
        assertThat(socket.key.interestOps()).isEqualTo(SelectionKey.OP_READ);
    }

    private boolean awaitsWritable() {
        return (socket.key.interestOps() & SelectionKey.OP_WRITE) != 0;
    }

    private Selectable selectable() {
        return (Selectable) socket.key.attachment();
    }

    private static ByteBuffer heap(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
