package sse.benchmarks.load.server;

import java.io.IOException;
import sse.api.Event;

/**
 * This library on {@code sse-nio}: the topic of a hub on a redis-server, which this process starts and publishes to.
 */
public final class RedisBroadcast extends TopicBroadcast {
    private final RedisHub hub;

    /** Starts Redis and opens the topic; the server is not started. */
    public RedisBroadcast() throws IOException {
        this(RedisHub.start());
    }

    private RedisBroadcast(RedisHub hub) {
        super(builder -> builder.transport("nio"), hub.topic());
        this.hub = hub;
    }

    /** The next event need not wait for the answer to this one. */
    @Override
    public void broadcast(long sequence, String data) {
        hub.topic().publishAsync(Event.of(data));
    }

    @Override
    public void close() {
        super.close();
        hub.close();
    }
}
