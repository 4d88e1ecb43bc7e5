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
import sse.api.StreamOptions;

/**
 * The events and comments that a client has decoded and its test has not taken, and the state that a browser keeps
 * across connections: the last event id and the reconnection time. For use by one thread at a time.
 */
final class EventQueue {
    private static final String RESUME_POINT_TYPE = StreamOptions.defaults().resumePointType();

    private final String firstId;
    private final Queue<MessageEvent> events = new ArrayDeque<>(2);
    private final Queue<String> comments = new ArrayDeque<>(2);
    private Optional<Duration> retry = Optional.empty();
    private @Nullable EventDecoder decoder;

    EventQueue(String firstId) {
        this.firstId = firstId;
    }

    /** Decodes bytes and queues the events and comments that they complete. */
    void decode(byte[] bytes, int offset, int length) throws IOException {
        decoder().decode(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Decodes bytes that the test has taken; the events and comments that they complete are not queued. */
    void decodeTaken(byte[] bytes, int offset, int length) throws IOException {
        List<MessageEvent> earlierEvents = List.copyOf(events);
        List<String> earlierComments = List.copyOf(comments);
        decode(bytes, offset, length);
        events.clear();
        events.addAll(earlierEvents);
        comments.clear();
        comments.addAll(earlierComments);
    }

    /** Discards the queues, for the next connection. */
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

    /** Queues an event, unless it is a resume point, which a page does not see, either. */
    private void add(MessageEvent event) {
        if (!event.type().equals(RESUME_POINT_TYPE)) {
            events.add(event);
        }
    }

    /** Returns the decoder, created when first used: a large number of clients may never read. */
    private EventDecoder decoder() throws IOException {
        EventDecoder existing = decoder;
        if (existing != null) {
            return existing;
        }
        EventDecoder made = EventDecoder.builder(this::add)
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
