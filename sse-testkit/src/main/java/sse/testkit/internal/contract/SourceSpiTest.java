package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.testkit.TestConnection;
import sse.testkit.internal.contract.support.Eventually;

/** Duties of {@link sse.api.spi.ExchangeSource}: draining and closing, of a transport's server and of a mount. */
public abstract class SourceSpiTest extends StreamPairTest {
    /** Creates the part. */
    protected SourceSpiTest() {}

    // ExchangeSource 1
    @Test
    void passesNoRequestAfterStopAccepting() {
        BareServer server = serveBare();
        try (TestConnection idle = server.client().open()) {
            idle.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.text("ok"));
            assertEquals("ok", idle.receive().text());

            server.server().stopAccepting();

            sendInVain(idle);
        }
        assertEquals(0, server.waitingExchanges());
    }

    private static void sendInVain(TestConnection client) {
        try {
            client.send("GET", "/", Headers.empty(), "");
            assertEquals(503, client.receive().status());
        } catch (UncheckedIOException ended) {
            return; // Whether the client receives a response is not said.
        } catch (AssertionError failure) {
            if (!(failure.getCause() instanceof IOException)) {
                throw failure;
            }
        }
    }

    // ExchangeSource 1
    @Test
    void answersPendingRequestAfterStopAccepting() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();
            server.server().stopAccepting();

            exchange.respond(Response.text("last"));

            assertEquals("last", client.receive().text());
        }
    }

    // ExchangeSource 1
    @Test
    void keepsOpenStreamsOnStopAccepting() {
        BareServer server = serveBare();
        Ends opened = openNarrow(server);

        server.server().stopAccepting();
        opened.server().write("data: still\n\n");

        assertEquals("still", opened.client().nextEvent().data());
        assertEquals(0, opened.server().closedCalls());
    }

    // ExchangeSource 1
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

    // ExchangeSource 2
    @Test
    void closesEveryStreamBeforeReturning() {
        BareServer server = serveBare();
        List<Ends> opened = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            opened.add(openNarrow(server));
        }
        fill(opened.get(0).server());
        opened.get(1).server().finish();

        server.server().close();

        opened.forEach(one -> assertEquals(1, one.server().closedCalls()));
        opened.forEach(one -> one.client().awaitEnd());
        opened.forEach(one -> assertEquals(0, one.server().callsAfterClosed()));
    }

    // ExchangeSource 2
    @Test
    void endsItsThreads() {
        Set<Long> before = threads();
        BareServer server = serveBare();
        openNarrow(server).server().write("data: x\n\n");
        fill(openNarrow(server).server());

        server.close();

        Eventually.becomes("threads left behind", Set.of(), () -> {
            Set<Long> left = new HashSet<>(threads());
            left.removeAll(before);
            return left;
        });
    }

    // ExchangeSource 2
    @Test
    void cancelsItsTimers() {
        int before = ticker.pendingTasks();
        BareServer server = serveBare();
        openNarrow(server).server().write("data: x\n\n");
        closedAfterTest(server.client().open()).send("GET", "/", Headers.empty(), "");
        server.nextExchange();

        server.close();

        assertEquals(before, ticker.pendingTasks());
    }

    // ExchangeSource 3
    @Test
    void stopsAndClosesInAnyOrder() {
        BareServer server = serveBare();
        Ends opened = openNarrow(server);

        server.server().stopAccepting();
        server.server().stopAccepting();
        server.server().close();
        server.server().stopAccepting();
        server.server().close();

        assertEquals(1, opened.server().closedCalls());
    }

    // ExchangeSource 3
    @Test
    void closesFromSeveralThreadsAtOnce() throws InterruptedException {
        BareServer server = serveBare();
        Ends opened = openNarrow(server);
        CountDownLatch start = new CountDownLatch(1);
        List<String> ends = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> ends.add(closeAfter(start, server, opened)), "contract-closer-" + i);
            thread.start();
            threads.add(thread);
        }

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(Collections.nCopies(4, "closed 1"), ends, "when close has returned to each thread");
    }

    /** Returns how often the stream was closed when this thread had closed the server, or what was thrown. */
    private static String closeAfter(CountDownLatch start, BareServer server, Ends opened) {
        try {
            start.await();
            server.server().stopAccepting();
            server.server().close();
            return "closed " + opened.server().closedCalls();
        } catch (InterruptedException | RuntimeException | Error failure) {
            return failure.toString();
        }
    }

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("contract-"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }
}
