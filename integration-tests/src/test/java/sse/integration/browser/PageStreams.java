package sse.integration.browser;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.SseService;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.Page;

/**
 * The server of a browser test: an empty page at {@code /}, and a stream at {@code /events}. The test receives each
 * stream as it opens and each close reason.
 */
final class PageStreams {
    /** Short reconnection time and heartbeat period. */
    static final StreamOptions QUICK = StreamOptions.builder()
            .retry(Duration.ofMillis(50))
            .heartbeat(Duration.ofMillis(200))
            .build();

    private static final Response PAGE = Response.html("<!doctype html><title>An empty page</title>");

    // Written by handlers, read by the test.
    private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

    /** Adds only the page. */
    static SseServer.Builder addPage(SseServer.Builder builder) {
        return builder.respond("/", request -> PAGE);
    }

    /** Returns the page's address. */
    static String url(int port) {
        return "http://localhost:" + port + "/";
    }

    /** Adds the page and the streams. */
    SseServer.Builder addTo(SseServer.Builder builder, StreamOptions options) {
        return addTo(builder, options, stream -> {});
    }

    /** Adds the page and the streams, which a handler receives before the test does. */
    SseServer.Builder addTo(SseServer.Builder builder, StreamOptions options, StreamHandler handler) {
        return addPage(builder).stream("/events", options, reporting(handler));
    }

    /** Returns a service with the page and the streams. */
    SseService service(StreamOptions options) {
        return SseService.builder().closeTimeout(Duration.ZERO).respond("/", request -> PAGE).stream(
                        "/events", options, reporting(stream -> {}))
                .build();
    }

    private StreamHandler reporting(StreamHandler handler) {
        return stream -> {
            stream.onClose(closed::add);
            handler.onOpen(stream);
            opened.add(stream);
        };
    }

    /** Starts a server of the page and the stream on a free port. Its close does not drain streams. */
    SseServer start(Transport transport, StreamOptions options) throws IOException {
        return addTo(SseServer.builder().transport(transport).port(0).closeTimeout(Duration.ZERO), options)
                .start();
    }

    /** Waits for the next stream to open. */
    EventStream nextOpened() throws InterruptedException {
        return next(opened);
    }

    /** Waits for the next stream to close and returns the reason. */
    CloseReason nextClosed() throws InterruptedException {
        return next(closed);
    }

    /** Returns true if a stream has opened that the test has not received. */
    boolean hasOpened() {
        return !opened.isEmpty();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(Page.DEADLINE.toMillis(), MILLISECONDS);
        assertThat(element).as("within %s", Page.DEADLINE).isNotNull();
        return element;
    }
}
