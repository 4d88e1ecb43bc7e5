package sse.api.internal.subscription;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import sse.api.Ticker;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** The log from which a {@link HistoryReplay} reads what is no longer in memory. Thread-safe. */
public interface ReplayLog {
    /** Reads the entries that follow a position. May block: not for lanes. */
    CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits);

    /** Returns the position before the oldest retained entry. May block: not for lanes. */
    CompletionStage<EntryId> tail();

    /** Has a task called after each entry that arrives in memory, until it is removed. */
    void addArrivalListener(Runnable listener);

    /** Removes a task. */
    void removeArrivalListener(Runnable listener);

    /** Runs a task once, after a delay, on the ticker's thread. */
    Ticker.Task after(Duration delay, Runnable task);
}
