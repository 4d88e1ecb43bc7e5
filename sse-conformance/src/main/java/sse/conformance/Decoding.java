package sse.conformance;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import sse.conformance.internal.json.JsonText;

/** Records what a stream is decoded to, as far as it is compared. For use by one thread. */
final class Decoding implements StreamListener {
    /** What a decoder may report besides events. */
    enum Part {
        RETRY,
        COMMENT,
        LAST_EVENT_ID
    }

    private final Set<Part> parts;
    private final List<String> entries = new ArrayList<>();

    Decoding(Set<Part> parts) {
        this.parts = parts.isEmpty() ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(parts);
    }

    List<String> entries() {
        return entries;
    }

    @Override
    public void event(String type, String data, String lastEventId) {
        entries.add("event " + JsonText.quote(type) + " " + JsonText.quote(data) + " " + JsonText.quote(lastEventId));
    }

    @Override
    public void retry(long millis) {
        if (parts.contains(Part.RETRY)) {
            entries.add("retry " + millis);
        }
    }

    @Override
    public void comment(String text) {
        if (parts.contains(Part.COMMENT)) {
            entries.add("comment " + JsonText.quote(text));
        }
    }

    @Override
    public void lastEventId(String id) {
        if (parts.contains(Part.LAST_EVENT_ID)) {
            entries.add("last event ID " + JsonText.quote(id));
        }
    }
}
