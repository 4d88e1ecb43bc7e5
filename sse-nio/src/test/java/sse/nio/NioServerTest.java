package sse.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Response;
import sse.api.spi.Exchange;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.Harness;
import sse.nio.fixtures.OpenStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

@ExtendWith(ExpectedErrors.class)
class NioServerTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

    @Test
    void acceptsNoConnectionAfterStop() throws Exception {
        try (Harness harness = new Harness(exchanges::add)) {
            harness.server().stopAccepting();
            harness.server().stopAccepting();
            assertThatThrownBy(harness::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void closesIdleConnectionsAfterStop() throws Exception {
        try (Harness harness = new Harness(exchange -> exchange.respond(Response.text("ok")));
                Client fresh = harness.connect();
                Client kept = harness.connect()) {
            kept.send(GET);
            kept.readResponse();
            harness.server().stopAccepting();
            assertThat(fresh.readAll()).isEmpty();
            assertThat(kept.readAll()).isEmpty();
        }
    }

    @Test
    void closesBusyConnectionsAfterResponse() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send(GET + GET);
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            harness.server().stopAccepting();
            harness.onLane(() -> exchange.respond(Response.text("ok")));
            assertThat(client.readAll()).contains("\r\nConnection: close\r\n").endsWith("ok");
        }
    }

    @Test
    void keepsStreamsOpenAfterStop() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send(GET);
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            BlockingQueue<OpenStream> streams = new LinkedBlockingQueue<>();
            harness.onLane(() -> streams.add(new OpenStream(exchange)));
            harness.server().stopAccepting();
            harness.onLane(() -> streams.peek().connection.write(ByteBuffer.wrap("data: a\n\n".getBytes(US_ASCII))));
            client.readHead();
            assertThat(client.read(14)).isEqualTo("9\r\ndata: a\n\n\r\n");
        }
    }

    @Test
    void closesEverything() throws Exception {
        Harness harness = new Harness(exchanges::add);
        BlockingQueue<OpenStream> streams = new LinkedBlockingQueue<>();
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        try (Client waiting = harness.connect();
                Client asking = harness.connect();
                Client streaming = harness.connect()) {
            streaming.send(GET);
            Exchange first = exchanges.poll(10, TimeUnit.SECONDS);
            harness.onLane(() -> {
                streams.add(new OpenStream(first));
                threads.add(Thread.currentThread());
            });
            asking.send(GET);
            Exchange second = exchanges.poll(10, TimeUnit.SECONDS);
            harness.close();
            assertThat(streams.peek().nextCall()).isEqualTo("closed");
            assertThat(streams.peek().hasNoCall()).isTrue();
            assertThat(threads.peek().isAlive()).isFalse();
            assertThat(waiting.readAll()).isEmpty();
            assertThat(asking.readAll()).isEmpty();
            assertThat(streaming.readAll()).isEmpty();
            assertThat(harness.ticker.pending()).isZero();
            second.respond(Response.text("late"));
            harness.server().stopAccepting();
            harness.close();
        }
    }

    /**
     * The first loop is held until the other has ended, if that does not wait for it, and then takes a connection for
     * each before it hears of the close.
     */
    @Test
    void closesConnectionsAcceptedWhileClosing() throws Exception {
        Harness harness = Harness.ofLoops(2, exchanges::add);
        CountDownLatch held = new CountDownLatch(1);
        BlockingQueue<Thread> other = new LinkedBlockingQueue<>();
        harness.lanes.get(1).loop.execute(() -> other.add(Thread.currentThread()));
        Thread second = other.poll(10, TimeUnit.SECONDS);
        Executor first = harness.lanes.get(0).loop;
        first.execute(() -> awaitUnchecked(held));
        for (int i = 0; i < 64; i++) {
            first.execute(() -> {});
        }
        try (Client one = harness.connect();
                Client another = harness.connect()) {
            Thread closing = new Thread(harness::close);
            closing.start();
            while (closing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            second.join(500);
            held.countDown();
            closing.join();
            assertThat(one.readAll()).isEmpty();
            assertThat(another.readAll()).isEmpty();
        }
    }

    @Test
    void closesStreamsOpenedByQueuedTasks() throws Exception {
        Harness harness = new Harness(exchanges::add);
        BlockingQueue<OpenStream> streams = new LinkedBlockingQueue<>();
        try (Client client = harness.connect()) {
            client.send(GET);
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            Executor loop = harness.lanes.get(0).loop;
            CountDownLatch closing = new CountDownLatch(1);
            loop.execute(() -> {
                awaitUnchecked(closing);
                loop.execute(() -> loop.execute(() -> streams.add(new OpenStream(exchange))));
            });
            closing.countDown();
            harness.close();
            assertThat(streams.poll(10, TimeUnit.SECONDS).nextCall()).isEqualTo("closed");
        }
    }

    @Test
    void rejectsCloseFromLane() throws Exception {
        try (Harness harness = new Harness(exchanges::add)) {
            harness.onLane(() -> {
                assertThatThrownBy(harness.server()::close)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("a transport must not be stopped from one of its own lanes: sse-nio-0");
                assertThatThrownBy(harness.server()::stopAccepting)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("a transport must not be stopped from one of its own lanes: sse-nio-0");
            });
        }
    }

    @Test
    void namesAddressItCannotBind() throws Exception {
        try (Harness harness = new Harness(exchanges::add)) {
            assertThatThrownBy(() -> new Harness(harness.server().address()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on " + harness.server().address() + ": Address already in use");
        }
    }

    @Test
    void assignsConnectionsToEachLoop() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        List<Client> clients = new ArrayList<>();
        try (Harness harness = Harness.ofLoops(3, exchange -> {
            threads.add(Thread.currentThread().getName());
            exchange.respond(Response.text("ok"));
        })) {
            assertThat(harness.lanes).hasSize(3);
            for (int i = 0; i < 6; i++) {
                Client client = harness.connect();
                clients.add(client);
                client.send(GET).readResponse();
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
        assertThat(threads)
                .containsExactly("sse-nio-0", "sse-nio-1", "sse-nio-2", "sse-nio-0", "sse-nio-1", "sse-nio-2");
    }

    /** As a browser does, which keeps the connection of the page while a stream is open. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sharesStreamsOfVisitorsAmongLoops(boolean keepsPage) throws Exception {
        int onFirst = 0;
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        List<Client> clients = new ArrayList<>();
        try (Harness harness = Harness.ofLoops(2, exchange -> {
            if (exchange.target().equals("/stream")) {
                exchange.open(200, OpenStream.FIELDS, new OpenStream.Ignored());
                threads.add(Thread.currentThread().getName());
            } else {
                exchange.respond(Response.text("ok"));
            }
        })) {
            for (int i = 0; i < 100; i++) {
                Client page = harness.connect();
                clients.add(page);
                page.send(GET).readResponse();
                if (!keepsPage) {
                    page.close();
                }
                Client stream = harness.connect();
                clients.add(stream);
                stream.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
                String thread = threads.poll(10, TimeUnit.SECONDS);
                onFirst += "sse-nio-0".equals(thread) ? 1 : 0;
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
        assertThat(onFirst).isBetween(45, 55);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void closesConnectionThatLoopCannotServe(int failing) throws Exception {
        try (Harness harness = Harness.ofLoops(2, exchange -> exchange.respond(Response.text("ok")))) {
            for (int i = 0; i < failing; i++) {
                try (Client taken = harness.connect()) {
                    taken.send(GET).readResponse();
                }
            }
            harness.ticker.refusing(true);
            try (Client refused = harness.connect()) {
                assertThat(refused.readAll()).isEmpty();
            }
            harness.ticker.refusing(false);
            harness.onLane(() -> {});
            // The first loop looks away for a moment after it has failed.
            harness.ticker.advance(Duration.ofMillis(100));
            for (int i = 0; i < 2; i++) {
                try (Client next = harness.connect()) {
                    assertThat(next.send(GET).readResponse()).endsWith("ok");
                }
            }
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void rejectsZeroLoops() {
        assertThatThrownBy(() -> new NioTransport().withLoops(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loops must be at least 1: 0");
    }
}
