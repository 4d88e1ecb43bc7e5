package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseService;
import sse.testkit.StreamEnd;
import sse.testkit.TestStream;

@Tag("servlet-6.0")
class UndertowConnectionTest {
    private static final int SECONDS = 30;

    private final BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<RecordedAsync> recorded = new LinkedBlockingQueue<>();
    private LiveService service;

    @BeforeEach
    void start() throws Exception {
        SseService described = SseService.builder().respond("/hello", request -> Response.text("hello")).stream(
                        "/events", streams::add)
                .build();
        service = LiveService.start(UndertowContainer::start, described, this::addFilter);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void addFilter(ServletContext context) {
        FilterRegistration.Dynamic registration = context.addFilter(
                "recording",
                (request, response, chain) -> chain.doFilter(recording((HttpServletRequest) request), response));
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    private HttpServletRequest recording(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public AsyncContext startAsync(ServletRequest started, ServletResponse response) {
                RecordedAsync async = new RecordedAsync(super.startAsync(started, response));
                recorded.add(async);
                return async;
            }
        };
    }

    @Test
    void completesStreamOnItsThread() throws Exception {
        try (TestStream client = service.client().connect("/events")) {
            EventStream stream = streams.poll(SECONDS, TimeUnit.SECONDS);
            assertTrue(stream != null, "no stream was opened");

            stream.close();

            assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
            assertCompletedByIoThread();
        }
    }

    @Test
    void completesAnswerOnItsThread() throws Exception {
        assertEquals("hello", service.client().get("/hello").text());
        assertCompletedByIoThread();
    }

    private void assertCompletedByIoThread() throws InterruptedException {
        RecordedAsync async = recorded.poll(SECONDS, TimeUnit.SECONDS);
        States.await("response is completed", () -> async.steps().contains("complete ends"));
        assertEquals(List.of("complete begins", "complete ends"), async.steps());
        String thread = async.completingThread();
        assertTrue(thread.matches("XNIO-\\d+ I/O-\\d+"), thread);
    }
}
