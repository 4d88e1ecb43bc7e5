package sse.conformance.internal.client;

import java.util.Optional;
import sse.conformance.internal.json.JsonObject;
import sse.conformance.internal.json.JsonText;

/**
 * An event.
 *
 * @param lastEventId empty if the client does not report it
 */
record ReportedEvent(String type, String data, Optional<String> lastEventId) {
    static ReportedEvent of(JsonObject json) {
        return new ReportedEvent(json.text("type"), json.text("data"), json.optionalText("lastEventId"));
    }

    boolean matches(ReportedEvent expected) {
        return type.equals(expected.type)
                && data.equals(expected.data)
                && (lastEventId.isEmpty() || lastEventId.equals(expected.lastEventId));
    }

    @Override
    public String toString() {
        return "[" + JsonText.quote(type) + ", " + JsonText.quote(data)
                + lastEventId.map(id -> ", " + JsonText.quote(id)).orElse("") + "]";
    }
}
