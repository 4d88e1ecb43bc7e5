package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
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
        service = LiveService.start(
                UndertowContainer::start, described, application -> RecordedAsync.addFilter(application, this::record));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private RecordedAsync record(HttpServletRequest request, AsyncContext container) {
        RecordedAsync async = new RecordedAsync(container);
        recorded.add(async);
        return async;
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
