package sse.nio.internal.http1;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.spi.ConnectionListener;
import sse.api.spi.http.HttpVersion;
import sse.nio.fixtures.HandTicker;
import sse.nio.fixtures.Harness;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.channel.FakeSocket;
import sse.nio.internal.channel.LoopChannel;
import sse.nio.internal.channel.PlainChannel;
import sse.nio.internal.loop.EventLoop;
import sse.nio.internal.loop.Selectable;

class ChunkedStreamTest {
    private final FakeSocket socket = new FakeSocket();
    private final List<String> calls = new ArrayList<>();
    private Harness harness;
    private EventLoop loop;
    private Http1Protocol protocol;
    private LoopChannel channel;
    private ByteBuffer lane;
    private Http1Stream stream;

    @BeforeEach
    void open() throws IOException {
        harness = new Harness(exchange -> {});
        loop = new EventLoop("test", new HandTicker(), Duration.ofSeconds(1));
        ChannelContext channels = new ChannelContext(loop);
        protocol = new Http1Protocol(channels, harness.context(), scratch -> exchange -> {}, true);
        lane = protocol.chunks().content();
        PlainChannel.attach(channels, socket.key, opened -> {
            channel = opened;
            return open(true);
        });
    }

    private Http1Stream open(boolean persists) {
        stream =
                new Http1Stream(channel, protocol.framingFor(HttpVersion.HTTP_1_1, persists), new ConnectionListener() {
                    @Override
                    public void writable() {
                        calls.add("writable");
                    }

                    @Override
                    public void closed() {
                        calls.add("closed");
                    }
                });
        return stream;
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        loop.join();
        harness.close();
    }

    @Test
    void writesOneChunkInOneCall() throws IOException {
        assertThat(writeComposed("data: a\n\n")).isEqualTo(9);
        assertThat(writeComposed("data: " + "b".repeat(500) + "\n\n")).isEqualTo(508);

        assertThat(socket.writes)
                .containsExactly("9\r\ndata: a\n\n\r\n", "1fc\r\ndata: " + "b".repeat(500) + "\n\n\r\n");
    }

    @Test
    void fillsTheWholeBuffer() throws IOException {
        String all = "x".repeat(lane.capacity());

        assertThat(writeComposed(all)).isEqualTo(all.length());
        assertThat(socket.writes).containsExactly("10000\r\n" + all + "\r\n");
    }

    @Test
    void writesSharedBytesToEachStream() throws IOException {
        Http1Stream first = stream;
        Http1Stream second = open(false);
        compose("data: a\n\n");

        first.write(lane.position(0));
        second.write(lane.position(0));

        assertThat(socket.writes).containsExactly("9\r\ndata: a\n\n\r\n", "9\r\ndata: a\n\n\r\n");
    }

    @Test
    void sendsHeadWithFirstChunk() throws IOException {
        channel.enqueue(US_ASCII.encode("head "));

        writeComposed("data: a\n\n");

        assertThat(socket.writes).containsExactly("head 9\r\ndata: a\n\n\r\n");
    }

    @Test
    void writesNoChunkOfNothing() throws IOException {
        writeComposed("");
        stream.write(ByteBuffer.allocate(0));

        assertThat(wire()).isEmpty();
    }

    @Test
    void splitsBytesBeyondOneChunk() throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap("y".repeat(ChunkBuffer.MAX_CONTENT + 3).getBytes(US_ASCII));

        assertThat(stream.write(bytes)).isEqualTo(ChunkBuffer.MAX_CONTENT + 3);

        assertThat(wire()).isEqualTo("10000\r\n" + "y".repeat(ChunkBuffer.MAX_CONTENT) + "\r\n3\r\nyyy\r\n");
    }

    /** The socket stops at each byte of the first chunk, and what follows is the rest, as the core sends it. */
    @Test
    void continuesWhereTheSocketStopped() throws IOException {
        String first = "data: a\n\n";
        String second = "data: b\n\ndata: c\n\n";
        for (int room = 0; room < "9\r\n".length() + first.length() + 2; room++) {
            socket.writes.clear();
            socket.room = room;
            int taken = writeComposed(first);
            socket.room = Integer.MAX_VALUE;
            ready(SelectionKey.OP_WRITE);
            assertThat(writeComposed(first.substring(taken) + second)).isEqualTo(first.length() - taken + 18);

            assertThat(content(wire())).as("stopped after %s bytes", room).isEqualTo(first + second);
        }
    }

    /** The socket stops at each byte of both chunks, and the rest comes in pieces from other buffers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 100})
    void continuesInPiecesOfAnySize(int piece) throws IOException {
        String all = "data: 1\n\ndata: 22\n\ndata: 333\n\n";
        for (int room = 0; room < 60; room++) {
            socket.writes.clear();
            socket.room = room;
            int taken = writeComposed(all);
            while (taken < all.length()) {
                socket.room += 3;
                ready(SelectionKey.OP_WRITE);
                String rest = all.substring(taken, Math.min(all.length(), taken + piece));
                taken += stream.write(ByteBuffer.wrap(rest.getBytes(US_ASCII)));
            }
            socket.room = Integer.MAX_VALUE;
            ready(SelectionKey.OP_WRITE);
            stream.abandonRest();

            assertThat(content(wire())).as("stopped after %s bytes", room).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 8, 11})
    void replacesTheRestByAComment(int room) throws IOException {
        socket.room = room;
        int taken = writeComposed("data: a\n\n");
        socket.room = Integer.MAX_VALUE;
        ready(SelectionKey.OP_WRITE);

        stream.abandonRest();
        stream.abandonRest();
        writeComposed("data: b\n\n");

        String comment = ":".repeat(8 - taken) + "\n";
        assertThat(content(wire())).isEqualTo("data: a\n\n".substring(0, taken) + comment + "data: b\n\n");
    }

    @Test
    void reportsWritableAfterPartialWrite() throws IOException {
        socket.room = 5;
        assertThat(writeComposed("data: a\n\n")).isEqualTo(2);
        assertThat(calls).isEmpty();

        socket.room = Integer.MAX_VALUE;
        ready(SelectionKey.OP_WRITE);

        assertThat(calls).containsExactly("writable");
    }

    @Test
    void takesAllThoughTheEndOfAChunkIsKept() throws IOException {
        socket.room = "9\r\ndata: a\n\n\r".length();

        assertThat(writeComposed("data: a\n\n")).isEqualTo(9);
        assertThat(writeComposed("data: b\n\n")).isZero();
        socket.room = Integer.MAX_VALUE;
        ready(SelectionKey.OP_WRITE);
        assertThat(writeComposed("data: b\n\n")).isEqualTo(9);

        assertThat(wire()).isEqualTo("9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n");
    }

    @Test
    void endsWithLastChunkAndStaysOpen() throws Exception {
        writeComposed("data: a\n\n");

        stream.finish();
        stream.finish();
        stream.abort();

        assertThat(wire()).isEqualTo("9\r\ndata: a\n\n\r\n0\r\n\r\n");
        assertThat(socket.isOpen()).isTrue();
        assertThat(socket.outputEnded).isFalse();
        assertThatThrownBy(() -> stream.write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThat(calls).as("not within the call").isEmpty();
        stop();
        assertThat(calls).containsExactly("closed");
    }

    @Test
    void endsTheOutputIfTheConnectionIsNotKept() throws IOException {
        channel.setHandler(open(false));
        writeComposed("data: a\n\n");

        stream.finish();

        assertThat(wire()).isEqualTo("9\r\ndata: a\n\n\r\n0\r\n\r\n");
        assertThat(socket.outputEnded).isTrue();
    }

    @Test
    void endsInOrderThoughTheSocketIsFull() throws IOException {
        socket.room = 6;
        int taken = writeComposed("data: a\n\n");
        stream.finish();
        assertThat(socket.isOpen()).isTrue();

        socket.room = Integer.MAX_VALUE;
        ready(SelectionKey.OP_WRITE);

        assertThat(wire()).isEqualTo("9\r\ndat" + ":".repeat(5) + "\n\r\n0\r\n\r\n");
        assertThat(taken).isEqualTo(3);
    }

    @Test
    void leavesOutLastChunkOnAbort() throws IOException {
        writeComposed("data: a\n\n");

        stream.abort();

        assertThat(wire()).isEqualTo("9\r\ndata: a\n\n\r\n");
        assertThat(socket.isOpen()).isFalse();
    }

    private int writeComposed(String content) throws IOException {
        compose(content);
        return stream.write(lane);
    }

    private void compose(String content) {
        lane.clear().put(content.getBytes(US_ASCII)).flip();
    }

    private void ready(int ops) {
        socket.key.ready = ops;
        ((Selectable) socket.key.attachment()).onReady();
    }

    private String wire() {
        return String.join("", socket.writes);
    }

    /** Decodes chunks, each of which must be complete. */
    private static String content(String wire) {
        StringBuilder content = new StringBuilder();
        int at = 0;
        while (at < wire.length()) {
            int end = wire.indexOf("\r\n", at);
            int length = Integer.parseInt(wire.substring(at, end), 16);
            int from = end + 2;
            assertThat(wire.substring(from + length, from + length + 2)).isEqualTo("\r\n");
            content.append(wire, from, from + length);
            at = from + length + 2;
        }
        return content.toString();
    }
}
