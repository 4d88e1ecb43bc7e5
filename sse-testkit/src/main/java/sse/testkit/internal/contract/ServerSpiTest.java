package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.HttpLimits;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestStream;

/** Duties of {@link sse.api.spi.TransportServer}: binding, draining and closing. */
public abstract class ServerSpiTest extends ContractTest {
    /** Creates the part. */
    protected ServerSpiTest() {}

    @Test
    void bindsToFreePort() {
        BareServer first = serveBare();
        BareServer second = serveBare();

        assertTrue(first.server().address().getPort() > 0);
        assertNotEquals(
                first.server().address().getPort(), second.server().address().getPort());
    }

    @Test
    void namesAddressThatCannotBeBound() {
        BareServer first = serveBare();
        int port = first.server().address().getPort();

        UncheckedIOException failure = assertThrows(UncheckedIOException.class, () -> serveBareOn(port));

        assertTrue(String.valueOf(failure.getCause()).contains(Integer.toString(port)), failure::toString);
    }

    // TransportServer 1
    @Test
    void stopAcceptingRefusesConnections() {
        BareServer server = serveBare();

        server.server().stopAccepting();

        assertThrows(Throwable.class, () -> server.client().get("/"));
        assertEquals(0, server.waitingExchanges());
    }

    // TransportServer 1
    @Test
    void closesIdleConnectionOnStopAccepting() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.text("ok"));
            assertEquals("ok", client.receive().text());

            server.server().stopAccepting();

            client.awaitEnd();
        }
    }

    // TransportServer 1
    @Test
    void stopAcceptingEndsKeepAlive() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();
            server.server().stopAccepting();
            exchange.respond(Response.text("last"));
            TestResponse last = client.receive();

            assertEquals("last", last.text());
            client.awaitEnd();
        }
    }

    // TransportServer 1
    @Test
    void keepsOpenStreamsOnStopAccepting() {
        BareServer server = serveBare();
        Opened opened = open(server);

        server.server().stopAccepting();
        opened.stream().write("data: still\n\n");

        assertEquals("still", opened.client().nextEvent().data());
        assertEquals(0, opened.stream().closedCalls());
    }

    // TransportServer 1
    @Test
    void opensPendingStreamAfterStopAccepting() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();
            server.server().stopAccepting();

            exchange.open().write("data: still\n\n");

            assertEquals("still", client.receiveStream().nextEvent().data());
        }
    }

    // TransportServer 2
    @Test
    void closesEveryStreamBeforeReturning() {
        BareServer server = serveBare();
        List<Opened> opened = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            opened.add(open(server));
        }
        fill(opened.get(0).stream());
        opened.get(1).stream().finish();

        server.server().close();

        opened.forEach(one -> assertEquals(1, one.stream().closedCalls()));
        opened.forEach(one -> one.client().awaitEnd());
        opened.forEach(one -> assertEquals(0, one.stream().callsAfterClosed()));
    }

    // TransportServer 2
    @Test
    void closeEndsOrdinaryConnections() {
        BareServer server = serveBare();
        try (TestConnection idle = server.client().open();
                TestConnection waiting = server.client().open()) {
            waiting.send("GET", "/", Headers.empty(), "");
            server.nextExchange();

            server.server().close();

            idle.awaitEnd();
            waiting.awaitEnd();
        }
    }

    // TransportServer 2
    @Test
    void endsItsThreads() {
        Set<Long> before = threads();
        BareServer server = serveBare();
        open(server).stream().write("data: x\n\n");
        fill(open(server).stream());

        server.close();

        Eventually.becomes("threads left behind", Set.of(), () -> {
            Set<Long> left = new HashSet<>(threads());
            left.removeAll(before);
            return left;
        });
    }

    // TransportServer 2
    @Test
    void cancelsItsTimers() {
        int before = ticker.pendingTasks();
        BareServer server = serveBare();
        open(server).stream().write("data: x\n\n");
        closedAfterTest(server.client().open()).send("GET", "/", Headers.empty(), "");
        server.nextExchange();

        server.close();

        assertEquals(before, ticker.pendingTasks());
    }

    // TransportServer 2
    @Test
    void freesPortOnClose() {
        BareServer server = serveBare();
        int port = server.server().address().getPort();
        open(server);

        server.close();

        BareServer next = serveBareOn(port);
        assertEquals(port, next.server().address().getPort());
        open(next);
    }

    // TransportServer 3
    @Test
    void stopsAndClosesInAnyOrder() {
        BareServer server = serveBare();
        Opened opened = open(server);

        server.server().stopAccepting();
        server.server().stopAccepting();
        server.server().close();
        server.server().stopAccepting();
        server.server().close();

        assertEquals(1, opened.stream().closedCalls());
    }

    // TransportServer 3
    @Test
    void closesFromSeveralThreadsAtOnce() throws InterruptedException {
        BareServer server = serveBare();
        Opened opened = open(server);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> closeAfter(start, server), "contract-closer-" + i);
            thread.start();
            threads.add(thread);
        }

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(1, opened.stream().closedCalls());
    }

    private static void closeAfter(CountDownLatch start, BareServer server) {
        try {
            start.await();
            server.server().stopAccepting();
            server.server().close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("contract-"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    /** Both ends of a stream. */
    private record Opened(BareStream stream, TestStream client) {}

    private Opened open(BareServer server) {
        TestConnection connection =
                closedAfterTest(server.client().withWindow(4096).open());
        connection.send("GET", "/", Headers.empty(), "");
        BareStream stream = server.nextExchange().open();
        stream.write(": open\n\n");
        TestStream client = closedAfterTest(connection.receiveStream().ignoreUnread());
        return new Opened(stream, client);
    }

    private BareServer serveBareOn(int port) {
        InetSocketAddress address = new InetSocketAddress("localhost", port);
        return closedAfterTest(new BareServer(setting(), HttpLimits.defaults(), ticker, Optional.of(address)));
    }
}
