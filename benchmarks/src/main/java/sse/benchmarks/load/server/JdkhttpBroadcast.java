package sse.benchmarks.load.server;

/** This library on {@code sse-jdkhttp}. */
public final class JdkhttpBroadcast extends TopicBroadcast {
    /** Makes the server; it is not started. */
    public JdkhttpBroadcast() {
        super(builder -> builder.transport("jdkhttp"));
    }
}
