package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Compression;
import sse.api.CompressionStatistics;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.Waiting;

/** Browsers ask for gzip, and dispatch each event of a compressed stream before the next one is published. */
@InEachBrowser
class BrowserGzipIT {
    private static final StreamOptions GZIP =
            StreamOptions.builder().compression(Compression.GZIP).build();

    private final PageStreams streams = new PageStreams();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void dispatchesEachEventAtOnce(Transport transport, Page page) throws Exception {
        Topic topic = Topic.builder().build();
        try (SseServer server = streams.start(transport, GZIP)) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events");
            PageEventSource other = PageEventSource.open(page, "/events");
            source.awaitOpen();
            other.awaitOpen();
            EventStream first = streams.nextOpened();
            EventStream second = streams.nextOpened();
            topic.subscribe(first);
            topic.subscribe(second);
            Waiting.until("both are subscribed", () -> topic.subscribers() == 2);

            for (int i = 0; i < 30; i++) {
                String id = topic.publish(Event.of("{\"price\":17,\"n\":" + i + "}"));
                DispatchedEvent expected = new DispatchedEvent("message", "{\"price\":17,\"n\":" + i + "}", id);
                assertThat(source.nextEvent()).isEqualTo(expected);
                assertThat(other.nextEvent()).isEqualTo(expected);
            }

            CompressionStatistics statistics = server.statistics().compression();
            assertThat(statistics.bytesBefore()).isPositive();
            assertThat(statistics.bytesAfter()).isLessThan(statistics.bytesBefore());
        }
    }
}
