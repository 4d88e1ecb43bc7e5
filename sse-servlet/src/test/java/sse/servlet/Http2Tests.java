package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseService;
import sse.api.StreamOptions;

/** Streams over HTTP/2: several on one connection, of which one is reset or does not read. */
abstract class Http2Tests {
    private static final int SECONDS = 30;
    private static final int ROUNDS = Integer.getInteger("sse.servlet.rounds", 3);
    private static final Event EVENT = Event.of("x".repeat(200));

    private final BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private final ExecutorService readers = Executors.newCachedThreadPool();
    private LiveService service;

    abstract TestContainer.Kind kind();

    /** Returns true if a client that resets an idle stream is noticed at once. */
    abstract boolean noticesReset();

    @AfterEach
    void stop() {
        readers.shutdownNow();
        if (service != null) {
            service.close();
        }
    }

    private Http2Client start(StreamOptions.Builder options) throws Exception {
        SseService described = SseService.builder()
                .closingEvent(Event.of("bye"))
                .closeTimeout(Duration.ofSeconds(1))
                .respond("/hello", request -> Response.text("hello"))
                .stream("/events", options.noHeartbeat().build(), stream -> {
                    stream.onClose(ends::add);
                    streams.add(stream);
                })
                .build();
        service = LiveService.start(kind(), described);
        return new Http2Client(service, "/hello");
    }

    private EventStream opened() throws InterruptedException {
        EventStream stream = streams.poll(SECONDS, TimeUnit.SECONDS);
        assertTrue(stream != null, "no stream was opened");
        return stream;
    }

    private CloseReason end() throws InterruptedException {
        return ends.poll(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void carriesManyStreamsOnOneConnection() throws Exception {
        Http2Client client = start(StreamOptions.builder());
        List<Http2Client.Stream> received = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            received.add(client.open("/events"));
            opened().send("number " + i);
        }

        for (int i = 0; i < 20; i++) {
            String end = "data: number " + i + "\n\n";
            assertEquals(":\nretry: 3000\n" + end, received.get(i).readUntil(end));
        }
    }

    @Test
    void endsStreamInOrder() throws Exception {
        Http2Client client = start(StreamOptions.builder());
        Http2Client.Stream received = client.open("/events");
        EventStream stream = opened();

        stream.send("last");
        stream.close();

        assertTrue(received.readToEnd());
        assertEquals(":\nretry: 3000\ndata: last\n\nEND", received.text());
        assertEquals(CloseReason.COMPLETED, end());
    }

    @Test
    void endsStreamThatIsReset() throws Exception {
        Http2Client client = start(StreamOptions.builder());
        Http2Client.Stream received = client.open("/events");
        EventStream stream = opened();
        received.readUntil("retry: 3000\n");
        States.await("no thread of Jetty is within a callback", () -> !isJettyAtWork());

        received.reset();

        if (!noticesReset()) {
            States.await("a write fails", () -> {
                stream.send("more");
                return !stream.isOpen();
            });
        }
        assertEquals(CloseReason.CLIENT_GONE, end());
        States.await("no stream is open", () -> service.servlet().openStreams() == 0);
    }

    /**
     * Returns true if a thread handles a request in Jetty, or a callback of one. Jetty drops a reset that comes then:
     * only the next write fails. A client may have its stream's head before the callback has ended that allowed to
     * write it.
     */
    private static boolean isJettyAtWork() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith(".ServletChannel"));
    }

    @Test
    void stalledStreamDoesNotStopOthers() throws Exception {
        Http2Client client = start(StreamOptions.builder().sendQueueBytes(1 << 20));
        Http2Client.Stream stalled = client.open("/events");
        EventStream stalledStream = opened();
        Http2Client.Stream reading = client.open("/events");
        EventStream readingStream = opened();
        int events = 400;
        for (int i = 0; i < events; i++) {
            stalledStream.send(Event.of(i + " " + "x".repeat(200)));
        }
        stalledStream.send("complete");

        for (int i = 0; i < events; i++) {
            readingStream.send(EVENT);
        }
        readingStream.send("complete");

        reading.readUntil("data: complete\n\n");
        String all = stalled.readUntil("data: complete\n\n");
        int position = 0;
        for (int i = 0; i < events; i++) {
            position = all.indexOf("data: " + i + " x", position);
            assertTrue(position > 0, "event " + i + " is missing");
        }
    }

    @Test
    void sendsAllThroughSmallWindows() throws Exception {
        Http2Client client = start(StreamOptions.builder().sendQueueBytes(1 << 20));
        String end = "data: complete\n\n";
        for (int round = 0; round < ROUNDS; round++) {
            List<Future<String>> received = new ArrayList<>();
            List<EventStream> sending = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Http2Client.Stream stream = client.open("/events");
                sending.add(opened());
                received.add(readers.submit(() -> stream.readUntil(end)));
            }
            for (int i = 0; i < 200; i++) {
                sending.forEach(stream -> stream.send(EVENT));
            }
            sending.forEach(stream -> stream.send("complete"));

            for (Future<String> text : received) {
                int events = text.get(2 * SECONDS, TimeUnit.SECONDS).split("x\n\n", -1).length - 1;
                assertEquals(200, events, "round " + round);
            }
            sending.forEach(EventStream::close);
        }
    }

    @Test
    void givesUpStreamThatNeverReads() throws Exception {
        Http2Client client =
                start(StreamOptions.builder().sendQueueBytes(1 << 20).writeTimeout(Duration.ofMillis(500)));
        client.open("/events");
        EventStream stream = opened();
        Http2Client.Stream other = client.open("/events");
        EventStream otherStream = opened();

        for (int i = 0; i < 400; i++) {
            stream.send(EVENT);
        }

        assertEquals(CloseReason.TIMED_OUT, end());
        otherStream.send("still here");
        other.readUntil("data: still here\n\n");
        assertFalse(stream.isOpen());
        States.await("one stream is open", () -> service.servlet().openStreams() == 1);
    }

    @Test
    void sendsClosingEventWhenClosed() throws Exception {
        Http2Client client = start(StreamOptions.builder());
        Http2Client.Stream received = client.open("/events");
        opened();

        service.servlet().close();

        assertTrue(received.readToEnd());
        assertTrue(received.text().endsWith("data: bye\n\nEND"), received.text());
        assertEquals(CloseReason.SHUTDOWN, end());
    }

    @Test
    void sendsClosingEventBesideStalledStream() throws Exception {
        Http2Client client = start(StreamOptions.builder().sendQueueBytes(1 << 20));
        client.open("/events");
        EventStream stalled = opened();
        for (int i = 0; i < 400; i++) {
            stalled.send(EVENT);
        }
        Http2Client.Stream reading = client.open("/events");
        opened();

        service.servlet().close();

        assertTrue(reading.readToEnd(), reading.text());
        assertTrue(reading.text().endsWith("data: bye\n\nEND"), reading.text());
        assertEquals(CloseReason.SHUTDOWN, end());
        assertEquals(CloseReason.SHUTDOWN, end());
    }

    @Test
    void endsEachStreamOnceIfServerStopsFirst() throws Exception {
        Http2Client client = start(StreamOptions.builder());
        for (int i = 0; i < 5; i++) {
            client.open("/events");
            opened();
        }

        service.stopServer();

        for (int i = 0; i < 5; i++) {
            assertTrue(end() != null, "stream " + i + " has not ended");
        }
        States.await("no stream is open", () -> service.servlet().openStreams() == 0);
        service.close();
        assertTrue(ends.isEmpty(), "ended twice: " + ends);
    }
}
