package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Reply;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** What happens to user code whose client has gone, and to the content that it has sent, on every transport. */
public abstract class CancellationServerTest extends ContractTest {
    private static final RequestOptions POST = RequestOptions.methods("POST");
    private static final StreamOptions PLAIN =
            StreamOptions.builder().noFirstComment().noRetry().build();

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected CancellationServerTest() {}

    @Test
    void runsOnCloseWhileHandlerBlocks() throws Exception {
        assumeNoticed();
        CountDownLatch end = new CountDownLatch(1);
        TestServer server = serve(b -> b.stream("/", POST, PLAIN, stream -> {
            streams.onOpen(stream);
            end.await();
            seen.add("interrupted: " + Thread.interrupted());
        }));
        TestConnection client = post(server);
        streams.next();

        client.reset();
        streams.awaitReason(CloseReason.CLIENT_GONE);
        end.countDown();

        assertEquals("interrupted: false", nextSeen());
    }

    @Test
    void interruptsHandlerOfClientThatLeaves() throws Exception {
        assumeNoticed();
        StreamOptions options = PLAIN.toBuilder().interruptHandler(true).build();
        TestServer server = serve(b -> b.respond(
                "/",
                POST,
                request -> Reply.stream(options, stream -> {
                    streams.onOpen(stream);
                    blockUntilInterrupted();
                })));
        TestConnection client = post(server);
        streams.next();

        client.reset();

        assertEquals("interrupted", nextSeen());
        streams.awaitReason(CloseReason.CLIENT_GONE);
    }

    @Test
    void interruptsNoHandlerThatClosesItsStream() throws Exception {
        assumeConcurrent();
        StreamOptions options = PLAIN.toBuilder().interruptHandler(true).build();
        CountDownLatch closed = new CountDownLatch(1);
        TestServer server = serve(b -> b.stream("/", POST, options, stream -> {
            stream.onClose(reason -> closed.countDown());
            stream.close();
            closed.await();
            seen.add("interrupted: " + Thread.interrupted());
        }));

        post(server);

        assertEquals("interrupted: false", nextSeen());
    }

    @Test
    void interruptsResponderOfClientThatLeaves() throws Exception {
        assumeNoticed();
        RequestOptions options = POST.toBuilder().interruptResponder(true).build();
        CountDownLatch asked = new CountDownLatch(1);
        TestServer server = serve(b -> b.respond("/", options, request -> {
            asked.countDown();
            blockUntilInterrupted();
            return Response.of(204);
        }));
        TestConnection client = post(server);
        assertTrue(asked.await(10, TimeUnit.SECONDS));

        client.reset();

        assertEquals("interrupted", nextSeen());
    }

    @Test
    void releasesContentWhenHandlerHasReturned() {
        TestServer server = serve(b -> b.stream("/", POST, PLAIN, this::readAndKeep)
                .respond("/reply", POST, request -> Reply.stream(PLAIN, this::readAndKeep)));
        for (String path : new String[] {"/", "/reply"}) {
            TestConnection client = closedAfterTest(clientOf(server).open());
            client.send("POST", path, Headers.empty(), "content");
            EventStream stream = streams.next();

            assertEquals("content", nextSeen());
            Eventually.holds("content is released", () -> isReleased(stream));
            assertThrows(IllegalStateException.class, () -> stream.request().text());
        }
    }

    private void readAndKeep(EventStream stream) {
        seen.add(stream.request().text());
        streams.onOpen(stream);
    }

    private static boolean isReleased(EventStream stream) {
        try {
            return stream.request().body().length < 0;
        } catch (IllegalStateException released) {
            return true;
        }
    }

    private void blockUntilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            seen.add("interrupted");
        }
    }

    private TestConnection post(TestServer server) {
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send("POST", "/", Headers.empty(), "x");
        return connection;
    }

    private String nextSeen() {
        try {
            String next = seen.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            return next == null ? "nothing" : next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }

    private void assumeNoticed() {
        assumeCan(TransportAbility.NOTICES_CLIENT_END);
        assumeConcurrent();
    }

    /** A handler that runs in the caller of the lane blocks it. */
    private void assumeConcurrent() {
        Assumptions.assumeTrue(setting().executor().isEmpty(), "handlers run on the lane");
    }
}
