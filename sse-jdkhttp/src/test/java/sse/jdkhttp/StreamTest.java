package sse.jdkhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;

/** Streams, seen byte by byte. Runs over HTTP and over HTTPS. */
abstract class StreamTest {
    private static final String OLD_REQUEST = "GET / HTTP/1.0\r\n\r\n";
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(5);

    private final BlockingQueue<FakeStream> opened = new LinkedBlockingQueue<>();
    private final HandTicker ticker = new HandTicker();
    private TransportServer server;

    abstract JdkHttpTransport transport();

    abstract RawClient connect(TransportServer server) throws IOException;

    @BeforeEach
    void start() throws Exception {
        server = transport().start(new FakeCore(request -> opened.add(request.open())).ticker(ticker));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RawClient client() throws IOException {
        return connect(server);
    }

    private FakeStream awaitOpened() throws InterruptedException {
        FakeStream stream = opened.poll(30, TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        return stream;
    }

    @Test
    void sendsChunksAndEndsThem() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeFully(": hi\n\n");
            assertThat(client.head())
                    .containsExactly(
                            "connection: close",
                            "content-type: text/event-stream",
                            "http/1.1 200 ok",
                            "transfer-encoding: chunked");
            assertThat(client.read(11)).isEqualTo("6\r\n: hi\n\n\r\n");
            stream.writeFully("data: 1\n\n");
            assertThat(client.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
            stream.finish();
            assertThat(client.readToEnd()).isEqualTo("0\r\n\r\n");
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_22)
    void takesNextRequestAfterStream() throws Exception {
        try (RawClient client = client()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                FakeStream stream = awaitOpened();
                stream.writeFully("data: 1\n\n");
                assertThat(client.head())
                        .containsExactly(
                                "content-type: text/event-stream", "http/1.1 200 ok", "transfer-encoding: chunked");
                stream.finish();
                assertThat(client.read(19)).isEqualTo("9\r\ndata: 1\n\n\r\n0\r\n\r\n");
                assertThat(stream.awaitClosed()).isEqualTo(1);
                stream.abort();
            }
        }
    }

    @Test
    void endsTheBodyWithTheConnectionInHttp10() throws Exception {
        try (RawClient client = client().send(OLD_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeFully(": hi\n\n");
            assertThat(client.head())
                    .containsExactly("connection: close", "content-type: text/event-stream", "http/1.1 200 ok");
            assertThat(client.read(6)).isEqualTo(": hi\n\n");
            stream.writeFully("data: 1\n\n");
            stream.finish();
            assertThat(client.readToEnd()).isEqualTo("data: 1\n\n");
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }

    @Test
    void closesConnectionDespiteKeepAlive() throws Exception {
        try (RawClient client = client().send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")) {
            FakeStream stream = awaitOpened();
            stream.writeFully("data: 1\n\n");
            stream.finish();
            assertThat(client.head())
                    .containsExactly("connection: close", "content-type: text/event-stream", "http/1.1 200 ok");
            assertThat(client.readToEnd()).isEqualTo("data: 1\n\n");
        }
    }

    @Test
    void sendsHeadOfStreamWithoutEvents() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.finish();
            assertThat(client.head()).contains("http/1.1 200 ok");
            assertThat(client.readToEnd()).isEqualTo("0\r\n\r\n");
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }

    @Test
    void finishesAfterTheWriteThatIsUnderWay() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.onLane(() -> {
                stream.connection().write(ByteBuffer.wrap("data: 1\n\n".getBytes(UTF_8)));
                stream.connection().finish();
                stream.connection().finish();
                return true;
            });
            client.head();
            assertThat(client.readToEnd()).isEqualTo("9\r\ndata: 1\n\n\r\n0\r\n\r\n");
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }

    @Test
    void acceptsLargeWriteInParts() throws Exception {
        byte[] bytes = new byte[1_000_003];
        new Random(7).nextBytes(bytes);
        try (RawClient client = client().send(OLD_REQUEST)) {
            FakeStream stream = awaitOpened();
            assertThat(stream.write(bytes)).isEqualTo(16 * 1024);
            stream.awaitWritable();
            byte[] rest = java.util.Arrays.copyOfRange(bytes, 16 * 1024, bytes.length);
            Thread writer = new Thread(() -> {
                try {
                    stream.writeFully(rest);
                    stream.finish();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            writer.start();
            client.head();
            assertThat(client.readAll()).isEqualTo(bytes);
            writer.join(30_000);
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }

    @Test
    void saysWritableOnlyIfItRefusedSomething() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeFully("data: 1\n\n");
            client.head();
            client.read(14);
            stream.writeFully("data: 2\n\n");
            client.read(14);
            stream.finish();
            stream.awaitClosed();
            assertThat(stream.isWritable()).isFalse();
        }
    }

    @Test
    void doesNotTouchTheBufferAfterTheWrite() throws Exception {
        byte[] scratch = "data: 1\n\n".getBytes(UTF_8);
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.onLane(() -> {
                stream.connection().write(ByteBuffer.wrap(scratch));
                java.util.Arrays.fill(scratch, (byte) 'x');
                return true;
            });
            client.head();
            assertThat(client.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
        }
    }

    @Test
    void delaysNobodyWhenManyReadersStall() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                clients.add(client().send(RawClient.STREAM_REQUEST));
                awaitOpened().writeUntilStalled();
            }
            RawClient reader = client().send(RawClient.STREAM_REQUEST);
            clients.add(reader);
            FakeStream stream = awaitOpened();
            stream.writeFully("data: 1\n\n");
            reader.head();
            assertThat(reader.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void goesOnWhenAStalledReaderReadsAgain() throws Exception {
        byte[] bytes = new byte[16 * 1024 * 1024];
        new Random(8).nextBytes(bytes);
        try (RawClient client = client().send(OLD_REQUEST)) {
            FakeStream stream = awaitOpened();
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            do {
                stream.onLane(() -> stream.connection().write(rest));
            } while (stream.becomesWritable());
            assertThat(rest.hasRemaining()).isTrue();
            client.head();
            assertThat(client.readBytes(64 * 1024)).isEqualTo(java.util.Arrays.copyOf(bytes, 64 * 1024));
            client.readToEndInBackground();
            stream.awaitWritable();
            stream.writeFully(rest);
            stream.finish();
            assertThat(client.awaitRead()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 64 * 1024, bytes.length));
        }
    }

    @Test
    void abortCutsAStalledWriteAndFreesItsThread() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeUntilStalled();
            stream.abort();
            stream.abort();
            assertThat(stream.awaitClosed()).isEqualTo(1);
            assertThat(TestThreads.blockedWriters()).isEmpty();
            assertThatThrownBy(() -> stream.write(new byte[1])).hasCauseInstanceOf(IOException.class);
            client.head();
            assertThatThrownBy(client::readChunkedToEnd).isInstanceOf(IOException.class);
        }
    }

    @Test
    void abortsIdleStreamWithoutLastChunk() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeFully("data: 1\n\n");
            client.head();
            assertThat(client.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
            stream.abort();
            assertThat(stream.awaitClosed()).isEqualTo(1);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void abortBeforeAnyWriteSendsNothing() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.abort();
            assertThat(stream.awaitClosed()).isEqualTo(1);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void abortEndsAFinishThatIsStalled() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeUntilStalled();
            stream.finish();
            stream.abort();
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }

    @Test
    void finishOfAStalledStreamEndsAtItsDeadline() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeUntilStalled();
            stream.finish();
            assertThat(stream.isClosed()).isFalse();
            ticker.awaitTimeout(FINISH_LIMIT);
            assertThat(stream.awaitClosed()).isEqualTo(1);
            assertThat(TestThreads.blockedWriters()).isEmpty();
        }
    }

    @Test
    void noticesAResetByTheNextWrites() throws Exception {
        RawClient client = client().send(RawClient.STREAM_REQUEST);
        FakeStream stream = awaitOpened();
        stream.writeFully("data: 1\n\n");
        client.head();
        client.reset();
        assertThat(stream.writeUntilClosed()).isEqualTo(1);
    }

    @Test
    void noticesAnEndByTheNextWrites() throws Exception {
        RawClient client = client().send(RawClient.STREAM_REQUEST);
        FakeStream stream = awaitOpened();
        stream.writeFully("data: 1\n\n");
        client.head();
        client.close();
        assertThat(stream.writeUntilClosed()).isEqualTo(1);
    }

    @Test
    void ignoresInputDuringStream() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST + RawClient.STREAM_REQUEST)) {
            FakeStream stream = awaitOpened();
            stream.writeFully("data: 1\n\n");
            client.head();
            client.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
            stream.writeFully("data: 2\n\n");
            // Read before the end: the JDK's server then closes a socket with unread input, which resets it.
            assertThat(client.read(28)).isEqualTo("9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n");
            stream.finish();
            assertThat(stream.awaitClosed()).isEqualTo(1);
            assertThat(opened).isEmpty();
        }
    }

    @Test
    void closeEndsStreamsInEveryState() throws Exception {
        try (RawClient idle = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream idleStream = awaitOpened();
            try (RawClient stalled = client().send(RawClient.STREAM_REQUEST)) {
                FakeStream stalledStream = awaitOpened();
                stalledStream.writeUntilStalled();
                try (RawClient ending = client().send(RawClient.STREAM_REQUEST)) {
                    FakeStream endingStream = awaitOpened();
                    endingStream.writeUntilStalled();
                    endingStream.finish();
                    server.close();
                    assertThat(idleStream.closes()).isEqualTo(1);
                    assertThat(stalledStream.closes()).isEqualTo(1);
                    assertThat(endingStream.closes()).isEqualTo(1);
                    assertThat(idle.readToEnd()).isEmpty();
                    assertThat(TestThreads.ofTransport()).isEmpty();
                    assertThat(TestThreads.ofJdkServers()).isEmpty();
                }
            }
        }
    }

    @Test
    void idleStreamsHoldNoThread() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                clients.add(client().send(RawClient.STREAM_REQUEST));
                awaitOpened().writeFully("data: 1\n\n");
                clients.get(i).head();
            }
            assertThat(TestThreads.count()).isLessThan(25);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
