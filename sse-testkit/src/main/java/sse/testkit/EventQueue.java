package sse.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import sse.api.EventDecoder;
import sse.api.MessageEvent;

/**
 * What a client has decoded and its test has not taken yet, and what a browser keeps from one connection to the next:
 * the last event id and the reconnection time. For use by one thread at a time.
 */
final class EventQueue {
    private final String firstId;
    private final Queue<MessageEvent> events = new ArrayDeque<>(2);
    private final Queue<String> comments = new ArrayDeque<>(2);
    private Optional<Duration> retry = Optional.empty();
    private @Nullable EventDecoder decoder;

    EventQueue(String firstId) {
        this.firstId = firstId;
    }

    /** Decodes bytes; what they complete can be taken. */
    void decode(byte[] bytes, int offset, int length) throws IOException {
        decoder().decode(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Decodes bytes that the test has taken as they are; the events and comments they complete count as taken. */
    void decodeTaken(byte[] bytes, int offset, int length) throws IOException {
        List<MessageEvent> earlierEvents = List.copyOf(events);
        List<String> earlierComments = List.copyOf(comments);
        decode(bytes, offset, length);
        events.clear();
        events.addAll(earlierEvents);
        comments.clear();
        comments.addAll(earlierComments);
    }

    /** Begins with another connection. */
    void reconnect() {
        if (decoder != null) {
            decoder.endOfInput();
        }
        events.clear();
        comments.clear();
    }

    Queue<MessageEvent> events() {
        return events;
    }

    Queue<String> comments() {
        return comments;
    }

    Optional<Duration> retry() {
        return retry;
    }

    String lastEventId() {
        return decoder == null ? firstId : decoder.lastEventId();
    }

    /** Made late, because most of a great many clients may never read. */
    private EventDecoder decoder() throws IOException {
        EventDecoder existing = decoder;
        if (existing != null) {
            return existing;
        }
        EventDecoder made = EventDecoder.builder(events::add)
                .onComment(comments::add)
                .onRetry(time -> retry = Optional.of(time))
                .build();
        decoder = made;
        if (!firstId.isEmpty()) {
            made.decode(ByteBuffer.wrap(("id: " + firstId + "\n\n").getBytes(StandardCharsets.UTF_8)));
            made.endOfInput();
        }
        return made;
    }
}
