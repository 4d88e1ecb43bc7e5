package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.AttributeKey;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Reply;
import sse.api.Response;
import sse.api.Revalidation;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** Streams that end because of their age, or because their clients are no longer authorized, on every transport. */
public abstract class LongStreamServerTest extends ContractTest {
    private static final AttributeKey<String> USER = AttributeKey.of("user", String.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected LongStreamServerTest() {}

    @Test
    void endsStreamWithinItsLifetime() {
        TestServer server = serve(b -> b.stream("/", lifetime(MINUTE), streams));
        TestStream client = connect(server, "/");
        EventStream stream = streams.next();

        ticker.advance(Duration.ofSeconds(37));
        stream.send("still open");
        assertEquals("still open", client.nextEvent().data());
        assertTrue(stream.isOpen());
        ticker.advance(Duration.ofSeconds(23));

        assertEquals(StreamEnd.COMPLETE, client.skipToEnd());
        streams.awaitReason(CloseReason.EXPIRED);
        Eventually.holds(
                "the expired stream is counted",
                () -> Long.valueOf(1)
                        .equals(server.server().statistics().closedStreams().get(CloseReason.EXPIRED)));
    }

    @Test
    void endsReplyWithinItsLifetime() {
        TestServer server = serve(b -> b.respond("/", request -> Reply.stream(lifetime(MINUTE), streams)));
        TestStream client = connect(server, "/");
        streams.next();

        ticker.advance(MINUTE);

        assertEquals(StreamEnd.COMPLETE, client.skipToEnd());
        streams.awaitReason(CloseReason.EXPIRED);
    }

    @Test
    void drainsTopicBeforeStreamExpires() {
        Topic topic = Topic.builder().build();
        StreamOptions options =
                lifetime(MINUTE).toBuilder().writeTimeout(Duration.ofDays(1)).build();
        TestServer server = serve(b -> b.stream("/", options, topic));
        TestStream client =
                closedAfterTest(clientOf(server).withWindow(4096).connect("/").ignoreUnread());
        Eventually.becomes("subscribers", 1, topic::subscribers);
        Event large = Event.of("x".repeat(16 * 1024));
        for (int i = 0; i < 512; i++) {
            topic.publish(large);
        }

        ticker.advance(MINUTE);

        assertEquals(512, client.nextEvents(512).size());
        assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
        assertEquals(topic.lastId(), client.lastEventId());
    }

    @Test
    void resumesAfterStreamHasExpired() {
        Topic topic = Topic.builder().build();
        TestServer server = serve(b -> b.stream("/", lifetime(MINUTE), topic));
        TestStream client = subscribe(server, "/", topic);
        String first = topic.publish(Event.of("first"));
        assertEquals("first", client.nextEvent().data());

        ticker.advance(MINUTE);
        assertEquals(StreamEnd.COMPLETE, client.skipToEnd());
        topic.publish(Event.of("missed"));
        TestStream next = closedAfterTest(client.reconnect());

        assertEquals(first, client.lastEventId());
        assertEquals("missed", next.ignoreUnread().nextEvent().data());
    }

    @Test
    void spreadsEndsOfLifetimes() {
        TestServer server = serve(b -> b.stream("/", lifetime(MINUTE), streams));
        for (int i = 0; i < 40; i++) {
            connect(server, "/");
            streams.next();
        }

        ticker.advance(Duration.ofSeconds(52));
        Eventually.holds("some streams have ended", () -> !streams.reasons().isEmpty());
        assertTrue(streams.reasons().size() < 40, () -> "all have ended: " + streams.reasons());

        ticker.advance(Duration.ofSeconds(8));
        Eventually.holds("all streams have ended", () -> streams.reasons().size() == 40);
    }

    @Test
    void endsStreamWhoseClientIsRevoked() {
        Set<String> signedIn = ConcurrentHashMap.newKeySet();
        signedIn.add("ada");
        signedIn.add("bob");
        Revalidation revalidation = Revalidation.every(
                        MINUTE,
                        stream -> signedIn.contains(stream.attribute(USER).orElseThrow()))
                .withLastEvent(Event.of("signed out"));
        TestServer server =
                serve(b -> b.stream("/", users().revalidation(revalidation).build(), streams));
        TestStream ada = connect(server, "/?ada");
        EventStream ofAda = streams.next();
        TestStream bob = connect(server, "/?bob");
        EventStream ofBob = streams.next();

        ticker.advance(Duration.ofMinutes(2));
        signedIn.remove("ada");
        whileTimePasses(() -> assertEquals("signed out", ada.nextEvent().data()));

        assertEquals(StreamEnd.COMPLETE, ada.skipToEnd());
        streams.awaitReason(CloseReason.REVOKED);
        assertEquals(CloseReason.REVOKED, ofAda.closeReason().orElseThrow());
        assertTrue(ofBob.isOpen());
        ofBob.send("still here");
        assertEquals("still here", bob.nextEvent().data());
    }

    @Test
    void keepsStreamIfRevalidationThrows() {
        AtomicInteger calls = new AtomicInteger();
        Revalidation revalidation = Revalidation.every(MINUTE, stream -> {
            calls.incrementAndGet();
            throw new IllegalStateException("the session store is down");
        });
        TestServer server =
                serve(b -> b.stream("/", users().revalidation(revalidation).build(), streams));
        connect(server, "/?ada");
        EventStream stream = streams.next();

        try (LogWatch log = LogWatch.onCore()) {
            whileTimePasses(() -> Eventually.holds("two calls", () -> calls.get() >= 2));
            log.awaitOnly("revalidation of / threw");
        }
        assertTrue(stream.isOpen());
    }

    @Test
    void endsStreamIfFailClosedRevalidationThrows() {
        Revalidation revalidation = Revalidation.every(MINUTE, stream -> {
                    throw new IllegalStateException("the session store is down");
                })
                .failClosed(Duration.ofSeconds(5));
        TestServer server =
                serve(b -> b.stream("/", users().revalidation(revalidation).build(), streams));
        TestStream client = connect(server, "/?ada");
        streams.next();

        try (LogWatch log = LogWatch.onCore()) {
            whileTimePasses(() -> streams.awaitReason(CloseReason.REVOKED));
            log.awaitOnly("revalidation of / threw");
        }
        assertEquals(StreamEnd.COMPLETE, client.skipToEnd());
    }

    @Test
    void revalidatesEachStreamOncePerPeriod() {
        Map<EventStream, Integer> calls = new ConcurrentHashMap<>();
        Revalidation revalidation = Revalidation.every(MINUTE, stream -> {
            calls.merge(stream, 1, Integer::sum);
            return true;
        });
        StreamOptions options = users().noHeartbeat().revalidation(revalidation).build();
        TestServer server = serve(b -> b.stream("/", options, streams));
        for (int i = 0; i < 20; i++) {
            connect(server, "/?" + i);
            streams.next();
        }
        for (int second = 0; second < 60; second++) {
            ticker.advance(Duration.ofSeconds(1));
        }

        Eventually.holds("nearly every stream was revalidated", () -> calls.size() >= 16);
        assertEquals(Set.of(1), Set.copyOf(calls.values()), "calls for a stream");
    }

    @Test
    void limitsConcurrentRevalidations() {
        Assumptions.assumeTrue(setting().executor().isEmpty(), "revalidations run on the lane");
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<EventStream> revalidated = ConcurrentHashMap.newKeySet();
        Revalidation revalidation = Revalidation.every(MINUTE, stream -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            await(end);
            running.decrementAndGet();
            revalidated.add(stream);
            return true;
        });
        StreamOptions options = users().noHeartbeat().revalidation(revalidation).build();
        TestServer server = serve(b ->
                b.maxRevalidations(2).stream("/", options, streams).respond("/page", request -> Response.text("ok")));
        for (int i = 0; i < 6; i++) {
            connect(server, "/?" + i);
            streams.next();
        }
        for (int second = 0; second < 75; second++) {
            ticker.advance(Duration.ofSeconds(1));
        }

        try {
            Eventually.becomes("running calls", 2, running::get);
            for (int i = 0; i < 3; i++) {
                // The executor accepts later calls, so it has accepted those that are due.
                assertEquals("ok", clientOf(server).get("/page").text());
            }
        } finally {
            end.countDown();
        }
        Eventually.becomes("revalidated streams", 6, revalidated::size);
        assertEquals(2, most.get(), "calls at the same time");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("server has ended", interrupted);
        }
    }

    private static StreamOptions lifetime(Duration max) {
        return StreamOptions.builder().maxLifetime(max).build();
    }

    private static StreamOptions.Builder users() {
        return StreamOptions.builder().admission(request -> Admission.accept().withAttribute(USER, request.query()));
    }
}
