package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An {@code EventSource} in a page. Its events are consumed one by one, in order; every wait has a deadline. */
final class PageEventSource {
    private static final String SCRIPT = script();

    private final JSHandle listener;

    private PageEventSource(JSHandle listener) {
        this.listener = listener;
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
        Map<?, ?> seen = source.next();
        for (; seen.get("what").equals("event"); seen = source.next()) {
            events.add(event(seen));
        }
        assertThat(seen.get("what")).isEqualTo("lost");
        return events;
    }

    private static PageEventSource open(
            Page page, String url, Collection<String> types, boolean withCredentials, boolean reconnects) {
        // Playwright does not accept a long.
        int deadlineMillis = Math.toIntExact(Chromium.DEADLINE.toMillis());
        List<Object> arguments = List.of(url, List.copyOf(types), withCredentials, reconnects, deadlineMillis);
        return new PageEventSource(page.evaluateHandle(SCRIPT, arguments));
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
        Map<?, ?> seen = next();
        while (seen.get("what").equals("lost")) {
            seen = next();
        }
        assertThat(seen.get("what")).isEqualTo("open");
    }

    /** Awaits the next event. */
    DispatchedEvent nextEvent() {
        return event(take("event"));
    }

    void close() {
        listener.evaluate("listener => listener.source.close()");
    }

    /** Makes the page close it on {@code pagehide}. */
    void closeWhenLeft() {
        listener.evaluate("listener => addEventListener('pagehide', () => listener.source.close())");
    }

    private Map<?, ?> take(String what) {
        Map<?, ?> seen = next();
        assertThat(seen.get("what")).as(() -> "kind of " + seen).isEqualTo(what);
        return seen;
    }

    private Map<?, ?> next() {
        return (Map<?, ?>) listener.evaluate("listener => listener.next()");
    }

    private static DispatchedEvent event(Map<?, ?> seen) {
        return new DispatchedEvent(
                (String) seen.get("type"), (String) seen.get("data"), (String) seen.get("lastEventId"));
    }

    private static double at(Map<?, ?> seen) {
        return ((Number) seen.get("at")).doubleValue();
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
