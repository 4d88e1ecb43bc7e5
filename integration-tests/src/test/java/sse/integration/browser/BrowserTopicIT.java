package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.SseServer;
import sse.api.StreamHandler;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.Waiting;

/** Resume positions that no event has brought to the page: browsers keep an id only of a block that has data. */
@InEachBrowser
class BrowserTopicIT {
    private final PageStreams streams = new PageStreams();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesClientWithoutEvent(Transport transport, Page page) throws Exception {
        Topic topic = Topic.builder().build();
        String newest = topic.publish(Event.of("before"));
        CountDownLatch published = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        StreamHandler handler = stream -> {
            if (opened.incrementAndGet() > 1) {
                published.await();
            }
            topic.subscribe(stream);
        };
        try (SseServer server = start(transport, handler)) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events", "gap", "resume-point");
            source.awaitOpen();
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("resume-point", "", newest));
            streams.nextOpened().close();
            source.awaitLoss();
            String id = topic.publish(Event.of("while away"));
            published.countDown();

            source.awaitOpen();
            assertThat(streams.nextOpened().lastEventId()).contains(newest);
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "while away", id));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesViewAfterHiddenEvents(Transport transport, Page page) throws Exception {
        Topic topic = Topic.builder().history(8, Duration.ofHours(1)).build();
        AtomicInteger filtered = new AtomicInteger();
        StreamHandler handler = stream -> topic.subscribeFiltered(stream, event -> {
            filtered.incrementAndGet();
            return event.data().orElseThrow().startsWith("shown");
        });
        try (SseServer server = start(transport, handler)) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events", "gap");
            source.awaitOpen();
            EventStream first = streams.nextOpened();
            String id = topic.publish(Event.of("shown 1"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "shown 1", id));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                ids.add(topic.publish(Event.of("hidden")));
                // A burst longer than the history could overtake the filter.
                int published = i + 2;
                Waiting.until("filter is called", () -> filtered.get() == published);
            }
            first.close();
            source.awaitLoss();

            source.awaitOpen();
            // The history ends with the last eight, and the event that left it last is known.
            assertThat(streams.nextOpened().lastEventId().orElse("")).isIn(ids.subList(21, 30));
            String next = topic.publish(Event.of("shown 2"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "shown 2", next));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void sendsGapOnce(Transport transport, Page page) throws Exception {
        AtomicReference<Topic> topic = new AtomicReference<>(live());
        try (SseServer server = start(transport, stream -> topic.get().subscribe(stream))) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events", "gap");
            source.awaitOpen();
            EventStream first = streams.nextOpened();
            topic.get().publish(Event.of("one").withId("an id of before"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "one", "an id of before"));

            // As after a restart: the new topic does not know the id.
            Topic restarted = live();
            String newest = restarted.publish(Event.of("lost"));
            topic.set(restarted);
            first.close();
            source.awaitLoss();
            source.awaitOpen();
            assertThat(source.nextEvent())
                    .isEqualTo(new DispatchedEvent("gap", "{\"lost\":null,\"reason\":\"unknown\"}", newest));
            for (int i = 0; i < 2; i++) {
                streams.nextOpened().close();
                source.awaitLoss();
                source.awaitOpen();
            }

            assertThat(streams.nextOpened().lastEventId()).contains(newest);
            String next = restarted.publish(Event.of("two"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "two", next));
        }
    }

    private static Topic live() {
        return Topic.builder().gapPolicy(GapPolicy.LIVE).build();
    }

    private SseServer start(Transport transport, StreamHandler handler) throws Exception {
        return streams.addTo(SseServer.builder(), PageStreams.QUICK, handler)
                .transport(transport)
                .port(0)
                .closeTimeout(Duration.ZERO)
                .start();
    }
}
