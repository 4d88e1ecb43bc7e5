package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Response;
import sse.api.SseService;
import sse.api.StreamOptions;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestResponse;
import sse.testkit.TestStream;

/** What containers do by themselves: timeouts, error pages, compression, stopping. */
abstract class ContainerTests {
    private static final int SECONDS = 30;
    private static final Headers WANTS_EVENTS = Headers.of("Accept", "text/event-stream");

    private final BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private LiveService live;

    abstract TestContainer.Kind kind();

    /** Returns true if the container can run requests on virtual threads. */
    boolean offersVirtualThreads() {
        return true;
    }

    /** Returns true if the container compresses event streams, where it compresses what it is able to. */
    boolean compressesStreams() {
        return true;
    }

    @AfterEach
    void stop() {
        if (live != null) {
            live.close();
        }
    }

    private SseService service() {
        return SseService.builder()
                .closingEvent(Event.of("bye"))
                .closeTimeout(Duration.ofSeconds(1))
                .respond("/hello", request -> Response.text("hello"))
                .stream(
                        "/events",
                        StreamOptions.builder()
                                .sendQueueBytes(1 << 20)
                                .noHeartbeat()
                                .build(),
                        stream -> {
                            stream.onClose(ends::add);
                            streams.add(stream);
                        })
                .build();
    }

    private LiveService start(TestContainer.Kind kind, Consumer<ServletContext> more) throws Exception {
        live = LiveService.start(kind, service(), more);
        return live;
    }

    private EventStream opened() throws InterruptedException {
        EventStream stream = streams.poll(SECONDS, TimeUnit.SECONDS);
        assertTrue(stream != null, "no stream was opened");
        return stream;
    }

    private static void addFilter(ServletContext context, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter("filter", filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    private static void addServlet(ServletContext context, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(path, servlet);
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    @Nested
    class Timeouts {
        @Test
        void switchesAsyncTimeoutOff() throws Exception {
            BlockingQueue<Long> timeouts = new LinkedBlockingQueue<>();
            start(
                    kind(),
                    context -> addFilter(context, (request, response, chain) -> {
                        chain.doFilter(request, response);
                        timeouts.add(request.getAsyncContext().getTimeout());
                    }));

            try (TestStream stream = live.client().connect("/events")) {
                assertEquals(0, timeouts.poll(SECONDS, TimeUnit.SECONDS));
                stream.ignoreUnread();
            }
        }

        /** Waits until the container has ended an asynchronous request that was there first, after its default time. */
        @Test
        @Tag("containers")
        @Timeout(120)
        void outlivesDefaultTimeoutOfContainer() throws Exception {
            CountDownLatch timedOut = new CountDownLatch(1);
            start(kind(), context -> addServlet(context, "/bare", new BareServlet(timedOut)));
            TestClient patient = live.client().withTimeout(Duration.ofSeconds(100));

            try (TestStream stream = live.client().connect("/events")) {
                EventStream sending = opened();
                TestResponse bare = patient.get("/bare");
                assertTrue(timedOut.await(SECONDS, TimeUnit.SECONDS), "bare request must time out: " + bare.status());

                sending.send("still here");
                assertEquals("still here", stream.nextEvent().data());
                stream.ignoreUnread();
            }
        }
    }

    /** Starts asynchronous processing, and does nothing with it. */
    private static final class BareServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient CountDownLatch timedOut;

        BareServlet(CountDownLatch timedOut) {
            this.timedOut = timedOut;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.addListener(new AsyncListener() {
                @Override
                public void onTimeout(AsyncEvent event) {
                    timedOut.countDown();
                    async.complete();
                }

                @Override
                public void onComplete(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        }
    }

    @Nested
    class ErrorPages {
        @Test
        void answersErrorDispatchWithoutStream() throws Exception {
            start(
                    kind().with(ContainerOption.ERROR_PAGE),
                    context -> addServlet(context, "/missing", new HttpServlet() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                throws IOException {
                            response.sendError(404);
                        }
                    }));

            TestResponse response = live.client().request("GET", "/missing", WANTS_EVENTS, "");

            assertEquals(404, response.status());
            assertEquals("", response.text());
            assertEquals(0, live.servlet().openStreams());
        }

        @Test
        void keepsContentOfOwnErrors() throws Exception {
            start(kind().with(ContainerOption.ERROR_PAGE), context -> {});

            TestResponse response = live.client().get("/nothing-here");

            assertEquals(404, response.status());
            assertEquals("nothing is at this path\n", response.text());
        }
    }

    @Nested
    class Compression {
        @Test
        void passesEachEventAtOnce() throws Exception {
            start(kind().with(ContainerOption.COMPRESSION), context -> {});

            TestClient client = live.client().withHeader("Accept-Encoding", "gzip");
            try (TestStream stream = client.connect("/events")) {
                EventStream sending = opened();
                boolean gzip = stream.headers().all("Content-Encoding").contains("gzip");
                assertEquals(compressesStreams(), gzip);
                sending.send("one");
                InputStream content = contentOf(stream, gzip);
                assertEquals(":\nretry: 3000\ndata: one\n\n", readUntil(content, "data: one\n\n"));

                sending.send("two");
                assertEquals("data: two\n\n", readUntil(content, "data: two\n\n"));
                stream.ignoreUnread();
            }
        }

        private static InputStream contentOf(TestStream stream, boolean gzip) throws IOException {
            InputStream bytes = new InputStream() {
                @Override
                public int read() {
                    return stream.readByte();
                }
            };
            // One byte at a time: more would wait for the next event.
            return gzip ? new GZIPInputStream(bytes, 1) : bytes;
        }

        private static String readUntil(InputStream content, String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int c = content.read();
                assertTrue(c >= 0, "stream has ended after: " + text);
                text.append((char) c);
            }
            return text.toString();
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class OnVirtualThreads {
        @Test
        void servesStreams() throws Exception {
            Assumptions.assumeTrue(offersVirtualThreads());
            BlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();
            start(
                    kind().with(ContainerOption.VIRTUAL_THREADS),
                    context -> addFilter(context, (request, response, chain) -> {
                        virtual.add(VirtualThreads.isCurrent());
                        chain.doFilter(request, response);
                    }));

            try (TestStream stream = live.client().connect("/events")) {
                assertEquals(true, virtual.poll(SECONDS, TimeUnit.SECONDS));
                EventStream sending = opened();
                for (int i = 0; i < 1_000; i++) {
                    sending.send("event " + i);
                }
                for (int i = 0; i < 1_000; i++) {
                    assertEquals("event " + i, stream.nextEvent().data());
                }
                sending.close();
                assertEquals(StreamEnd.COMPLETE, stream.awaitEnd());
            }
            assertEquals(CloseReason.COMPLETED, ends.poll(SECONDS, TimeUnit.SECONDS));
        }
    }

    @Nested
    class Stopping {
        @Test
        void sendsClosingEventBesideStalledClients() throws Exception {
            start(kind(), context -> {});
            List<TestStream> stalled = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                stalled.add(live.client().withWindow(4096).connect("/events"));
                stall(opened());
            }
            List<TestStream> reading = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                reading.add(live.client().connect("/events"));
                opened();
            }

            live.close();

            for (TestStream stream : reading) {
                assertEquals("bye", stream.nextEvent().data());
                assertEquals(StreamEnd.COMPLETE, stream.awaitEnd());
                assertTrue(stream.retry().isPresent());
                stream.close();
            }
            for (int i = 0; i < 13; i++) {
                assertEquals(CloseReason.SHUTDOWN, ends.poll(SECONDS, TimeUnit.SECONDS));
            }
            for (TestStream stream : stalled) {
                stream.ignoreUnread().close();
            }
        }

        /** Sends until the client and all buffers on the way to it are full. */
        private void stall(EventStream stream) {
            Event event = Event.of("x".repeat(8_000));
            while (stream.pendingBytes() < 100_000) {
                stream.send(event);
            }
        }

        @Test
        void endsEachStreamOnceIfServerStopsFirst() throws Exception {
            start(kind(), context -> {});
            List<TestStream> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(live.client().connect("/events"));
                opened();
            }

            live.stopServer();

            for (int i = 0; i < 5; i++) {
                assertTrue(ends.poll(SECONDS, TimeUnit.SECONDS) != null, "stream " + i + " has not ended");
            }
            States.await("no stream is open", () -> live.servlet().openStreams() == 0);
            live.close();
            live = null;
            assertTrue(ends.isEmpty(), "ended twice: " + ends);
            for (TestStream client : clients) {
                client.ignoreUnread().close();
            }
        }
    }
}
