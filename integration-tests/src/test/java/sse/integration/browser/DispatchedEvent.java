package sse.integration.browser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sse.api.Event;
import sse.conformance.DecoderCase;

/** An event that a JavaScript client dispatched. */
record DispatchedEvent(String type, String data, String lastEventId) {
    /**
     * Parses a client's report: events separated by semicolons, three fields separated by commas, four hexadecimal
     * digits for each UTF-16 code unit.
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

    /** Returns the events that a stream must dispatch. */
    static List<DispatchedEvent> expected(DecoderCase decoderCase) {
        List<DispatchedEvent> events = new ArrayList<>();
        decoderCase.replay((type, data, id) -> events.add(new DispatchedEvent(type, data, id)));
        return events;
    }

    /** Returns the events that a stream of one event must dispatch: none if it has no data. */
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
