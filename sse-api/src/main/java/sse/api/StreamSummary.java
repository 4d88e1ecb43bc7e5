package sse.api;

import java.time.Duration;
import java.util.Objects;

/**
 * What became of a stream.
 *
 * @param request what opened it
 * @param closeReason why it ended
 * @param lifetime from its opening until its connection was gone
 * @param droppedEvents how many events its overflow policy dropped
 */
public record StreamSummary(StreamRequest request, CloseReason closeReason, Duration lifetime, long droppedEvents) {
    /**
     * Checks every part.
     *
     * @param request what opened it
     * @param closeReason why it ended
     * @param lifetime from its opening until its connection was gone
     * @param droppedEvents how many events its overflow policy dropped; what a topic's history moved past is not
     *     counted here, see {@link Subscription#lostEvents()}
     */
    public StreamSummary {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(closeReason, "closeReason");
        Objects.requireNonNull(lifetime, "lifetime");
    }
}
