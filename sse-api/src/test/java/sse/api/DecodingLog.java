package sse.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A decoder whose output is recorded. */
final class DecodingLog implements EventDecoder.Handler {

    final List<String> entries = new ArrayList<>();
    final EventDecoder decoder = EventDecoder.builder(this)
            .onRetry(this::onRetry)
            .onComment(this::onComment)
            .build();

    EventDecoder limited(int maxLineBytes, int maxEventBytes) {
        return EventDecoder.builder(this)
                .maxLineBytes(maxLineBytes)
                .maxEventBytes(maxEventBytes)
                .build();
    }

    void decode(ByteBuffer chunk) {
        try {
            decoder.decode(chunk);
        } catch (EventTooLargeException e) {
            throw new AssertionError(e);
        }
    }

    void decode(String utf8) {
        decode(ByteBuffer.wrap(utf8.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void onEvent(MessageEvent event) {
        entries.add("event " + event.type() + "|" + event.data() + "|" + event.lastEventId());
    }

    void onRetry(Duration retry) {
        entries.add("retry " + retry.toMillis());
    }

    void onComment(String text) {
        entries.add("comment " + text);
    }
}
