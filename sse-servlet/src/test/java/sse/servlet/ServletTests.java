package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
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

/** What an application in a container relies on: mappings, filters, and how the servlet starts and stops. */
abstract class ServletTests {
    private static final int SECONDS = 30;
    private static final Headers WANTS_EVENTS = Headers.of("Accept", "text/event-stream");

    private final BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private AutoCloseable running = () -> {};

    abstract TestContainer.Kind kind();

    /** Returns true if the container refuses asynchronous processing behind a filter without support for it. */
    boolean refusesFilterWithoutAsyncSupport() {
        return true;
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private SseService service() {
        return SseService.builder()
                .closingEvent(Event.of("bye"))
                .respond("/", request -> Response.text("root " + request.query()))
                .respond("/rooms/{room}", request -> Response.text(request.pathParameter("room")))
                .respond(
                        "/who",
                        request -> Response.text(
                                request.principal().map(Principal::getName).orElse("-")))
                .stream("/events", StreamOptions.builder().noHeartbeat().build(), this::accept)
                .build();
    }

    private void accept(EventStream stream) {
        stream.onClose(ends::add);
        streams.add(stream);
    }

    private EventStream opened() throws InterruptedException {
        EventStream stream = streams.poll(SECONDS, TimeUnit.SECONDS);
        assertTrue(stream != null, "no stream was opened");
        return stream;
    }

    private LiveService start(Consumer<ServletContext> more) throws Exception {
        LiveService started = LiveService.start(kind(), service(), more);
        running = started;
        return started;
    }

    private TestClient start(String contextPath, TestContainer.Application application) throws Exception {
        TestContainer container = kind().start(contextPath, application);
        running = container;
        return TestClient.to(container.address()).withTimeout(Duration.ofSeconds(SECONDS));
    }

    private static void addFilter(ServletContext context, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter("filter", filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    @Nested
    class Mappings {
        @Test
        void cutsContextAndPrefix() throws Exception {
            TestClient client =
                    start("/app", context -> LiveService.add(context, "live", SseServlet.of(service()), "/li ve/*"));

            assertEquals("a b", client.get("/app/li%20ve/rooms/a%20b").text());
            assertEquals("root x=%20", client.get("/app/li%20ve?x=%20").text());
            assertEquals("root ", client.get("/app/li%20ve/").text());
            assertEquals(404, client.get("/app/live/rooms/a").status());
        }

        @Test
        void hasRootOfExactMapping() throws Exception {
            TestClient client =
                    start("/app", context -> LiveService.add(context, "live", SseServlet.of(service()), "/exact"));

            assertEquals("root ", client.get("/app/exact").text());
        }

        @Test
        void hasWholePathOfDefaultAndSuffix() throws Exception {
            TestClient client = start("/app", context -> {
                LiveService.add(context, "live", SseServlet.of(service()), "/");
                LiveService.add(context, "suffix", SseServlet.of(service()), "*.sse");
            });

            assertEquals("kitchen", client.get("/app/rooms/kitchen").text());
            assertEquals("kitchen.sse", client.get("/app/rooms/kitchen.sse").text());
        }

        @Test
        void ignoresSessionInPath() throws Exception {
            TestClient client = start("", context -> LiveService.add(context, "live", SseServlet.of(service()), "/*"));

            assertEquals("kitchen", client.get("/rooms/kitchen;jsessionid=ABC").text());
        }

        @Test
        void runsServletsOfOneServiceApart() throws Exception {
            SseService service = service();
            SseServlet first = SseServlet.of(service);
            SseServlet second = SseServlet.of(service);
            TestClient client = start("", context -> {
                LiveService.add(context, "first", first, "/first/*");
                LiveService.add(context, "second", second, "/second/*");
            });

            try (TestStream one = client.connect("/first/events")) {
                opened();
                assertEquals(1, first.openStreams());
                assertEquals(0, second.openStreams());
                second.close();

                assertEquals("root ", client.get("/first").text());
                assertEquals(503, client.get("/second").status());
                one.ignoreUnread();
            }
        }

        @Test
        void createsServiceWhenInitialized() throws Exception {
            SseServlet created = new SseServlet() {
                private static final long serialVersionUID = 1L;

                @Override
                protected SseService createService() {
                    return ServletTests.this.service();
                }
            };
            TestClient client = start("", context -> LiveService.add(context, "live", created, "/*"));

            assertEquals("root ", client.get("/").text());
        }

        @Test
        void opensOneStreamAfterForward() throws Exception {
            HttpServlet forwarding = new HttpServlet() {
                private static final long serialVersionUID = 1L;

                @Override
                protected void doGet(HttpServletRequest request, HttpServletResponse response)
                        throws IOException, ServletException {
                    request.getRequestDispatcher("/live/events").forward(request, response);
                }
            };
            TestClient client = start("", context -> {
                LiveService.add(context, "live", SseServlet.of(service()), "/live/*");
                ServletRegistration.Dynamic registration = context.addServlet("forwarding", forwarding);
                registration.addMapping("/old");
                registration.setAsyncSupported(true);
            });

            try (TestStream stream = client.connect("/old")) {
                opened().send("hello");
                assertEquals("hello", stream.nextEvent().data());
                stream.ignoreUnread();
            }
            assertTrue(streams.isEmpty());
        }
    }

    @Nested
    class Filters {
        @Test
        void keepsFieldsOfFilters() throws Exception {
            LiveService live = start(context -> addFilter(context, (request, response, chain) -> {
                ((HttpServletResponse) response).setHeader("X-Filter", "yes");
                ((HttpServletResponse) response).addHeader("Vary", "X-Other");
                chain.doFilter(request, response);
            }));

            try (TestStream stream = live.client().connect("/events")) {
                assertEquals("yes", stream.headers().first("X-Filter").orElseThrow());
                assertTrue(stream.headers().all("Vary").contains("X-Other"));
                stream.ignoreUnread();
            }
        }

        @Test
        void passesPrincipalOfWrappedRequest() throws Exception {
            LiveService live = start(context -> addFilter(context, ServletTests::withSessionPrincipal));

            assertEquals("user of session", live.client().get("/who").text());
        }

        @Test
        void admitsBySessionOfFilter() throws Exception {
            StreamOptions options = StreamOptions.builder()
                    .admission(request -> request.principal().isPresent() ? Admission.accept() : Admission.reject(403))
                    .build();
            TestClient client = start("", context -> {
                LiveService.add(context, "live", SseServlet.of(options, ServletTests.this::accept), "/live");
                addFilter(context, (request, response, chain) -> {
                    if (request.getParameter("user") == null) {
                        chain.doFilter(request, response);
                    } else {
                        withSessionPrincipal(request, response, chain);
                    }
                });
            });

            assertEquals(403, client.request("GET", "/live", WANTS_EVENTS, "").status());
            try (TestStream admitted = client.connect("/live?user")) {
                assertEquals(200, admitted.status());
                admitted.ignoreUnread();
            }
        }

        @Test
        void warnsOfWrappedOutput() throws Exception {
            try (LogRecords log = LogRecords.of("sse.servlet")) {
                LiveService live = start(context -> addFilter(context, wrapping(true)));

                try (TestStream stream = live.client().connect("/events")) {
                    opened().send("hello");
                    assertEquals("hello", stream.nextEvent().data());
                    stream.ignoreUnread();
                }
                live.client().connect("/events").ignoreUnread().close();

                log.assertOnly(
                        "a filter has wrapped the response, which may hold events back or end their streams: exclude"
                                + " the servlet from the filter (compression, ETag, caching) that uses "
                                + PassingOutput.class.getName());
            }
        }

        @Test
        void refusesOutputThatOnlyBlocks() throws Exception {
            try (LogRecords log = LogRecords.of("sse.servlet")) {
                LiveService live = start(context -> addFilter(context, wrapping(false)));

                TestResponse response = live.client().request("GET", "/events", WANTS_EVENTS, "");

                assertEquals(500, response.status());
                assertTrue(
                        log.text()
                                .contains("answered 500, because a filter has wrapped the response in one without"
                                        + " asynchronous writes"),
                        log.text());
            }
        }

        @Test
        void namesFilterWithoutAsyncSupport() throws Exception {
            Assumptions.assumeTrue(refusesFilterWithoutAsyncSupport());
            BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
            LiveService live = start(context -> {
                Filter filter = (request, response, chain) -> {
                    try {
                        chain.doFilter(request, response);
                    } catch (ServletException failure) {
                        failures.add(failure);
                        ((HttpServletResponse) response).setStatus(500);
                    }
                };
                FilterRegistration.Dynamic blocking = context.addFilter("blocking", filter);
                blocking.setAsyncSupported(false);
                blocking.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            });

            assertEquals(
                    500,
                    live.client().request("GET", "/events", WANTS_EVENTS, "").status());
            String message = failures.take().getMessage();
            assertTrue(message.startsWith("streams need asynchronous processing: set asyncSupported = true"), message);
            assertTrue(message.contains("servlet: live, filters: [blocking ("), message);
        }

        @Test
        void warnsOfTimeoutOfFilter() throws Exception {
            try (LogRecords log = LogRecords.of("sse.servlet")) {
                LiveService live = start(context -> addFilter(context, (request, response, chain) -> {
                    chain.doFilter(request, response);
                    request.getAsyncContext().setTimeout(200);
                }));

                try (TestStream stream = live.client().connect("/events")) {
                    assertEquals(CloseReason.CLIENT_GONE, ends.poll(SECONDS, TimeUnit.SECONDS));
                    stream.ignoreUnread();
                }

                log.assertOnly("an asynchronous timeout has ended a stream: do not call AsyncContext.setTimeout for"
                        + " requests of this servlet: 200 ms");
                assertEquals("root ", live.client().get("/").text());
            }
        }
    }

    @Nested
    class Stopping {
        @Test
        void sendsClosingEventWhenContainerStops() throws Exception {
            LiveService live = start(context -> {});
            try (TestStream stream = live.client().connect("/events")) {
                opened();

                live.close();
                running = () -> {};

                assertEquals("bye", stream.nextEvent().data());
                assertEquals(StreamEnd.COMPLETE, stream.awaitEnd());
                assertTrue(stream.retry().isPresent());
                assertEquals(CloseReason.SHUTDOWN, ends.poll(SECONDS, TimeUnit.SECONDS));
            }
        }

        @Test
        void answersEventSourceWithRetryWhenClosed() throws Exception {
            LiveService live = start(context -> {});
            live.servlet().close();

            TestResponse response = live.client().request("GET", "/events", WANTS_EVENTS, "");

            assertEquals(200, response.status());
            assertEquals("text/event-stream", response.header("Content-Type"));
            assertTrue(response.text().matches("retry: [1-4]\\d{3}\n\n"), response.text());
            assertEquals(503, live.client().get("/rooms/kitchen").status());
        }

        @Test
        void deliversAfterStallWithoutFurtherEvent() throws Exception {
            LiveService live = start(context -> {});
            try (TestStream stream = live.client().withWindow(4096).connect("/events")) {
                EventStream sending = opened();
                int events = 0;
                while (sending.pendingBytes() < 20_000) {
                    sending.send(Event.of(events + " " + "x".repeat(4_000)));
                    events++;
                }

                for (int i = 0; i < events; i++) {
                    assertTrue(stream.nextEvent().data().startsWith(i + " x"));
                }
                stream.ignoreUnread();
            }
        }
    }

    private static void withSessionPrincipal(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        http.getSession().setAttribute("user", "user of session");
        String user = (String) http.getSession().getAttribute("user");
        chain.doFilter(
                new HttpServletRequestWrapper(http) {
                    @Override
                    public Principal getUserPrincipal() {
                        return () -> user;
                    }
                },
                response);
    }

    /** Wraps responses as filters for compression do. */
    private static Filter wrapping(boolean asynchronous) {
        return (request, response, chain) ->
                chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public ServletOutputStream getOutputStream() throws IOException {
                        return new PassingOutput(super.getOutputStream(), asynchronous);
                    }
                });
    }

    private static final class PassingOutput extends ServletOutputStream {
        private final ServletOutputStream out;
        private final boolean asynchronous;

        PassingOutput(ServletOutputStream out, boolean asynchronous) {
            this.out = out;
            this.asynchronous = asynchronous;
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            if (!asynchronous) {
                throw new UnsupportedOperationException("not asynchronous");
            }
            out.setWriteListener(listener);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
