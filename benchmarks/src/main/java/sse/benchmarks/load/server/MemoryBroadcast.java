package sse.benchmarks.load.server;

import sse.testkit.MemoryTransport;

/**
 * This library on the testkit's transport in memory, with a lane for each of two cores: for subscribers of the same
 * process.
 */
public final class MemoryBroadcast extends TopicBroadcast {
    private static final int LANES = 2;

    /** Makes the server; it is not started. */
    public MemoryBroadcast() {
        super(builder -> builder.transport(new MemoryTransport(LANES)));
    }
}
