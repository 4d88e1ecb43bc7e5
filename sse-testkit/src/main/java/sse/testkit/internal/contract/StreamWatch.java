package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.StreamHandler;
import sse.testkit.internal.contract.support.Eventually;

/** A handler that passes the streams to the test and records why they are closed. Thread-safe. */
final class StreamWatch implements StreamHandler {
    private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
    private final List<CloseReason> reasons = new CopyOnWriteArrayList<>();

    @Override
    public void onOpen(EventStream stream) {
        stream.onClose(reasons::add);
        opened.add(stream);
    }

    /** Waits for the next stream. */
    EventStream next() {
        try {
            EventStream stream = opened.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (stream == null) {
                throw new AssertionError("stream must open within " + Eventually.DEADLINE);
            }
            return stream;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a stream", interrupted);
        }
    }

    /** Returns true if a stream has opened that the test has not taken. */
    boolean hasNext() {
        return !opened.isEmpty();
    }

    /** Waits until one stream is closed for a reason. */
    void awaitReason(CloseReason reason) {
        Eventually.holds("onClose has run", () -> !reasons.isEmpty());
        assertEquals(List.of(reason), reasons);
    }

    List<CloseReason> reasons() {
        return reasons;
    }
}
