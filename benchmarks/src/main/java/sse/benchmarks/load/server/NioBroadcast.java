package sse.benchmarks.load.server;

/** This library on {@code sse-nio}. */
public final class NioBroadcast extends TopicBroadcast {
    /** Makes the server; it is not started. */
    public NioBroadcast() {
        super(builder -> builder.transport("nio"));
    }
}
