package sse.benchmarks.encoding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sse.api.EventDecoder;
import sse.api.EventTooLargeException;

/** Is an event as a client gets it. */
record SentEvent(String type, String data, String lastEventId) {

    static SentEvent of(FrameShape shape) {
        return new SentEvent(
                shape.type == null ? "message" : shape.type,
                shape.data.replace("\r\n", "\n"),
                shape.id == null ? "" : shape.id);
    }

    SentEvent withData(String data) {
        return new SentEvent(type, data, lastEventId);
    }

    static List<SentEvent> decode(byte[] frame) throws EventTooLargeException {
        var events = new ArrayList<SentEvent>();
        EventDecoder.builder(event -> events.add(new SentEvent(event.type(), event.data(), event.lastEventId())))
                .build()
                .decode(ByteBuffer.wrap(frame));
        return events;
    }
}
