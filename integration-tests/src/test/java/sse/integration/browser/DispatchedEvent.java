package sse.integration.browser;

import java.util.Arrays;
import java.util.List;
import sse.api.Event;
import sse.integration.browser.Vectors.Vector;

/** An event as a client in another language dispatched it. */
record DispatchedEvent(String type, String data, String lastEventId) {
    /**
     * Reads what such a client reports: events between semicolons, three texts between commas, four hexadecimal digits
     * for each unit of a text.
     */
    static List<DispatchedEvent> parse(String report) {
        if (report.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(report.split(";", -1))
                .map(event -> event.split(",", -1))
                .map(texts -> new DispatchedEvent(text(texts[0]), text(texts[1]), text(texts[2])))
                .toList();
    }

    /** Returns what a stream must dispatch. */
    static List<DispatchedEvent> expected(Vector vector) {
        return vector.all("event").stream()
                .map(Vectors::texts)
                .map(texts -> new DispatchedEvent(texts.get(0), texts.get(1), texts.get(2)))
                .toList();
    }

    /** Returns what an event, the first of its stream, must dispatch: nothing if it has no data. */
    static List<DispatchedEvent> expected(Event event) {
        return event.data().stream()
                .map(data -> new DispatchedEvent(
                        event.type().orElse("message"), data, event.id().orElse("")))
                .toList();
    }

    private static String text(String hex) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < hex.length(); at += 4) {
            text.append((char) Integer.parseInt(hex.substring(at, at + 4), 16));
        }
        return text.toString();
    }
}
