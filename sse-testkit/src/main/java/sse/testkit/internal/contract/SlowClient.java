package sse.testkit.internal.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SendResult;

/**
 * The sending side of a stream whose client does not read: sends large numbered events and records the accepted ones.
 */
final class SlowClient {
    static final int EVENT_BYTES = 16 * 1024;
    private static final int MAX_BUFFERED_EVENTS = (64 << 20) / EVENT_BYTES;
    private static final String PADDING = "x".repeat(EVENT_BYTES - 100);

    private final EventStream stream;
    private final Duration stallTime;
    private final List<Integer> accepted = new ArrayList<>();
    private int next;

    SlowClient(EventStream stream, Duration stallTime) {
        this.stream = stream;
        this.stallTime = stallTime;
    }

    /** Sends until the send queue stays full, and all buffers between server and client. */
    void fill() {
        for (int i = 0; i < MAX_BUFFERED_EVENTS; i++) {
            Event event = event(next);
            SendResult result;
            try {
                result = stream.send(event, stallTime);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while filling a stream", interrupted);
            }
            if (result == SendResult.DROPPED) {
                return;
            }
            if (result == SendResult.CLOSED) {
                throw new AssertionError("stream must stay open while it is filled: " + stream.closeReason());
            }
            accepted.add(next++);
        }
        throw new AssertionError("stream must have a bound: " + accepted.size() + " unread events");
    }

    /** Sends the next event without waiting. */
    SendResult send() {
        int number = next++;
        SendResult result = stream.send(event(number));
        if (result == SendResult.ACCEPTED) {
            accepted.add(number);
        }
        return result;
    }

    /** Returns the ids of the events that were accepted. */
    List<Integer> accepted() {
        return accepted;
    }

    /** Returns an event, whose end differs from that of any other. */
    static Event event(int number) {
        return Event.builder()
                .id(Integer.toString(number))
                .data(PADDING + number)
                .build();
    }
}
