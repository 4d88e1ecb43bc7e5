package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.spi.Exchange;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.Harness;
import sse.nio.fixtures.OpenStream;

/** Streams to an HTTP/1.0 client, whose bytes are those that were written. */
class Http1StreamTest {
    private static final String GET = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
            + "Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT\r\n\r\n";

    private final BlockingQueue<OpenStream> streams = new LinkedBlockingQueue<>();
    private Harness harness;

    @BeforeEach
    void start() throws IOException {
        harness = new Harness(exchange -> streams.add(new OpenStream(exchange)));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void sendsHeadBytesAndEnd() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            harness.onLane(() -> {
                assertThat(stream.connection.write(buffer("data: a\n\n"))).isEqualTo(9);
                assertThat(stream.connection.write(buffer("data: b\n\n"))).isEqualTo(9);
                stream.connection.finish();
            });
            assertThat(client.readAll()).matches(HEAD + "data: a\n\ndata: b\n\n");
            assertThat(stream.hasNoCall()).isTrue();
            client.close();
            assertThat(stream.nextCall()).isEqualTo("closed");
        }
    }

    @Test
    void sendsHeadIfNothingIsWritten() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            harness.onLane(stream.connection::finish);
            assertThat(client.readAll()).matches(HEAD);
        }
    }

    @Test
    void omitsFieldsOfTransport() throws Exception {
        BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        try (Harness other = new Harness(exchanges::add);
                Client client = other.connect()) {
            client.send(GET);
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            Headers fields = Headers.builder()
                    .add("Transfer-Encoding", "chunked")
                    .addAll(OpenStream.FIELDS)
                    .add("connection", "keep-alive")
                    .build();
            other.onLane(
                    () -> exchange.open(200, fields, new OpenStream.Ignored()).finish());
            assertThat(client.readAll()).matches(HEAD);
        }
    }

    @Test
    void sendsAHeadOfAnySize() throws Exception {
        BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        try (Harness other = new Harness(exchanges::add);
                Client client = new Client(other.server().address(), 4096)) {
            client.send(GET);
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            String value = "x".repeat(16 * 1024 * 1024);
            other.onLane(() -> exchange.open(200, Headers.of("X", value), new OpenStream.Ignored())
                    .finish());
            assertThat(client.readAll()).contains("\r\nX: " + value + "\r\n").endsWith(" GMT\r\n\r\n");
        }
    }

    @Test
    void callsWritableOnceAfterBlockedWrite() throws Exception {
        try (Client client = new Client(harness.server().address(), 4096)) {
            OpenStream stream = open(client);
            byte[] bytes = new byte[32 * 1024 * 1024];
            new Random(1).nextBytes(bytes);
            ByteBuffer waiting = ByteBuffer.wrap(bytes);
            // The kernel may make room by itself before the client reads: then the call comes early, but it is still
            // the only one.
            harness.onLane(() -> fill(stream, waiting));
            assertThat(waiting.hasRemaining()).isTrue();
            client.readHead();
            int read = 0;
            while (waiting.hasRemaining()) {
                int taken = waiting.position();
                assertThat(client.readBytes(taken - read)).isEqualTo(java.util.Arrays.copyOfRange(bytes, read, taken));
                read = taken;
                assertThat(stream.nextCall()).isEqualTo("writable");
                harness.onLane(() -> fill(stream, waiting));
            }
            harness.onLane(stream.connection::finish);
            assertThat(client.readBytes(bytes.length - read))
                    .isEqualTo(java.util.Arrays.copyOfRange(bytes, read, bytes.length));
            assertThat(client.readAll()).isEmpty();
            assertThat(stream.hasNoCall()).isTrue();
        }
    }

    @Test
    void writesFromDirectBuffers() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            ByteBuffer scratch = harness.lanes.get(0).scratch;
            assertThat(scratch.isDirect()).isTrue();
            harness.onLane(() -> {
                for (int i = 0; i < 3; i++) {
                    scratch.clear()
                            .put(("data: " + i + "\n\n").getBytes(US_ASCII))
                            .flip()
                            .position(1);
                    assertThat(stream.connection.write(scratch)).isEqualTo(8);
                    assertThat(scratch.remaining()).isZero();
                }
            });
            client.readHead();
            assertThat(client.read(24)).isEqualTo("ata: 0\n\nata: 1\n\nata: 2\n\n");
        }
    }

    @Test
    void noticesEndOfInput() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            client.endOutput();
            assertThat(stream.nextCall()).isEqualTo("closed");
            harness.onLane(() -> assertDead(stream));
        }
    }

    @Test
    void noticesAReset() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            client.reset();
            assertThat(stream.nextCall()).isEqualTo("closed");
            harness.onLane(() -> assertDead(stream));
        }
    }

    @Test
    void discardsInput() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            client.send(GET.repeat(100_000));
            harness.onLane(() -> stream.connection.write(buffer("data: a\n\n")));
            client.readHead();
            assertThat(client.read(9)).isEqualTo("data: a\n\n");
            assertThat(streams).isEmpty();
            client.close();
            assertThat(stream.nextCall()).isEqualTo("closed");
        }
    }

    @Test
    void discardsBytesBehindRequestForStream() throws Exception {
        try (Client client = harness.connect()) {
            client.send(GET + GET + "garbage");
            OpenStream stream = streams.poll(10, TimeUnit.SECONDS);
            harness.onLane(stream.connection::finish);
            assertThat(client.readAll()).matches(HEAD);
            assertThat(streams).isEmpty();
        }
    }

    @Test
    void deliversLastBytesWhileClientSends() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            String event = "data: " + "x".repeat(50_000) + "\n\n";
            harness.onLane(() -> {
                stream.connection.write(buffer(event));
                stream.connection.finish();
            });
            client.send(new byte[4 * 1024 * 1024]);
            assertThat(client.readAll()).endsWith("\r\n\r\n" + event);
        }
    }

    @Test
    void closesLingeringStreamAfterTimeout() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            harness.onLane(stream.connection::finish);
            assertThat(client.readAll()).matches(HEAD);
            assertThat(stream.hasNoCall()).isTrue();
            harness.ticker.advance(Duration.ofMillis(1_900));
            harness.onLane(() -> {});
            assertThat(stream.hasNoCall()).isTrue();
            harness.ticker.advance(Duration.ofMillis(600));
            assertThat(stream.nextCall()).isEqualTo("closed");
            harness.onLane(() -> assertDead(stream));
        }
    }

    @Test
    void callsClosedAfterAbortReturns() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            harness.onLane(() -> {
                stream.connection.write(buffer("data: a\n\n"));
                stream.connection.abort();
                assertThat(stream.hasNoCall()).isTrue();
            });
            assertThat(stream.nextCall()).isEqualTo("closed");
            assertThatThrownBy(client::readAll).hasMessageContaining("reset");
            harness.onLane(() -> assertDead(stream));
        }
    }

    @Test
    void abortsAStalledClient() throws Exception {
        try (Client client = new Client(harness.server().address(), 4096)) {
            OpenStream stream = open(client);
            harness.onLane(() -> {
                fill(stream, ByteBuffer.allocate(32 * 1024 * 1024));
                stream.connection.abort();
            });
            assertThat(stream.nextCall()).isEqualTo("closed");
            harness.onLane(() -> assertDead(stream));
        }
    }

    @Test
    void abortsWhileItFinishes() throws Exception {
        try (Client client = harness.connect()) {
            OpenStream stream = open(client);
            harness.onLane(() -> {
                stream.connection.finish();
                stream.connection.finish();
                assertThatThrownBy(() -> stream.connection.write(buffer("x"))).isInstanceOf(IOException.class);
                stream.connection.abort();
                stream.connection.abort();
            });
            assertThat(stream.nextCall()).isEqualTo("closed");
            harness.onLane(() -> assertDead(stream));
        }
    }

    @Test
    void closesStreamOpenedForClosedChannel() throws Exception {
        BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        try (Harness other = new Harness(exchanges::add)) {
            Exchange exchange;
            try (Client client = other.connect()) {
                client.send(GET);
                exchange = exchanges.poll(10, TimeUnit.SECONDS);
                client.reset();
            }
            BlockingQueue<OpenStream> opened = new LinkedBlockingQueue<>();
            other.onLane(() -> {
                opened.add(new OpenStream(exchange));
                assertThat(opened.peek().hasNoCall()).isTrue();
            });
            assertThat(opened.peek().nextCall()).isEqualTo("closed");
        }
    }

    private OpenStream open(Client client) throws Exception {
        client.send(GET);
        OpenStream stream = streams.poll(10, TimeUnit.SECONDS);
        assertThat(stream).as("the stream is open within 10 s").isNotNull();
        return stream;
    }

    /** Writes until the connection takes nothing more. */
    private static void fill(OpenStream stream, ByteBuffer bytes) throws IOException {
        int taken = 1;
        while (taken > 0 && bytes.hasRemaining()) {
            taken = stream.connection.write(bytes);
        }
    }

    private static void assertDead(OpenStream stream) {
        assertThatThrownBy(() -> stream.connection.write(buffer("x"))).isInstanceOf(IOException.class);
        stream.connection.finish();
        stream.connection.abort();
        assertThat(stream.hasNoCall()).isTrue();
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
