package sse.api.internal.history;

import java.time.Duration;
import sse.api.Ticker;

/** Makes logs. */
public final class Logs {
    private Logs() {}

    /** Makes a log in memory, in the sequence that all of the process share. */
    public static EntryLog inMemory(int events, long bytes, Duration age, Ticker ticker) {
        return new RingLog(Sequence.ofProcess(), new Retention(events, bytes, age), ticker);
    }
}
