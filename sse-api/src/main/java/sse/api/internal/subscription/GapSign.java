package sse.api.internal.subscription;

import sse.api.Event;

/**
 * How a topic notifies a client of a gap.
 *
 * @param event the event; without data if these describe the loss
 * @param describesLoss true if the data of the event describe the loss
 */
public record GapSign(Event event, boolean describesLoss) {
    /** Returns the event for a loss. */
    public Event eventOf(Loss loss) {
        return describesLoss ? event.withData(loss.toJson()) : event;
    }
}
