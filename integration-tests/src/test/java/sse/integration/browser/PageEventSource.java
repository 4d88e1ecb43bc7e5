package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import sse.integration.browser.drivers.Page;

/** An {@code EventSource} in a page. Its events are consumed one by one, in order; every wait has a deadline. */
final class PageEventSource {
    private static final String SCRIPT = script();

    private final Page page;
    private final int number;

    private PageEventSource(Page page, int number) {
        this.page = page;
        this.number = number;
    }

    /**
     * Opens an event source in the current page.
     *
     * @param url the stream, relative to the page
     * @param types event types to listen for besides {@code message}
     */
    static PageEventSource open(Page page, String url, String... types) {
        return open(page, url, List.of(types), false, true);
    }

    /** Opens an event source with credentials. */
    static PageEventSource withCredentials(Page page, String url) {
        return open(page, url, List.of(), true, true);
    }

    /** Opens an event source, returns the events until the end of the first stream, and does not reconnect. */
    static List<DispatchedEvent> read(Page page, String url, Collection<String> types) {
        PageEventSource source = open(page, url, types, false, false);
        source.awaitOpen();
        List<DispatchedEvent> events = new ArrayList<>();
        JsonObject seen = source.next();
        for (; what(seen).equals("event"); seen = source.next()) {
            events.add(event(seen));
        }
        assertThat(what(seen)).isEqualTo("lost");
        return events;
    }

    private static PageEventSource open(
            Page page, String url, Collection<String> types, boolean withCredentials, boolean reconnects) {
        return new PageEventSource(
                page,
                page.evaluate(SCRIPT, url, types, withCredentials, reconnects, Page.DEADLINE.toMillis())
                        .getAsInt());
    }

    /** Awaits {@code open} and returns its time in milliseconds of the page's clock. */
    double awaitOpen() {
        return at(take("open"));
    }

    /** Awaits an {@code error} after which it reconnects, and returns its time in milliseconds of the page's clock. */
    double awaitLoss() {
        return at(take("lost"));
    }

    /** Awaits an {@code error} after which it stays closed. */
    void awaitEnd() {
        take("ended");
    }

    /** Awaits {@code open} after any number of errors. */
    void awaitReopening() {
        JsonObject seen = next();
        while (what(seen).equals("lost")) {
            seen = next();
        }
        assertThat(what(seen)).isEqualTo("open");
    }

    /** Awaits the next event. */
    DispatchedEvent nextEvent() {
        return event(take("event"));
    }

    void close() {
        page.evaluate("number => testSources[number].source.close()", number);
    }

    /** Makes the page close it on {@code pagehide}. */
    void closeWhenLeft() {
        page.evaluate("number => addEventListener('pagehide', () => testSources[number].source.close())", number);
    }

    private JsonObject take(String what) {
        JsonObject seen = next();
        assertThat(what(seen)).as(() -> "kind of " + seen).isEqualTo(what);
        return seen;
    }

    private JsonObject next() {
        return page.evaluate("number => testSources[number].next()", number).getAsJsonObject();
    }

    private static String what(JsonObject seen) {
        return seen.get("what").getAsString();
    }

    private static DispatchedEvent event(JsonObject seen) {
        return new DispatchedEvent(
                seen.get("type").getAsString(),
                seen.get("data").getAsString(),
                seen.get("lastEventId").getAsString());
    }

    private static double at(JsonObject seen) {
        return seen.get("at").getAsDouble();
    }

    private static String script() {
        String name = "/browser/event-source.js";
        try (InputStream in = Objects.requireNonNull(PageEventSource.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new ExceptionInInitializerError(unreadable);
        }
    }
}
