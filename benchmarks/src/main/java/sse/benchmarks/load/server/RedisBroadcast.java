package sse.benchmarks.load.server;

import java.io.IOException;
import sse.api.Event;
import sse.api.Hub;
import sse.api.Topic;
import sse.benchmarks.redis.LocalRedis;
import sse.redis.RedisBackplane;

/**
 * This library on {@code sse-nio}: the topic of a hub on a redis-server, which this process starts and publishes to.
 */
public final class RedisBroadcast extends TopicBroadcast {
    private final Topic topic;

    /** Starts Redis and opens the topic; the server is not started. */
    public RedisBroadcast() throws IOException {
        this(open(LocalRedis.start().port()));
    }

    private RedisBroadcast(Topic topic) {
        super(builder -> builder.transport("nio"), topic);
        this.topic = topic;
    }

    /** Opens the topic of a hub, with the default history. */
    static Topic open(int redis) throws IOException {
        return Hub.builder()
                .backplane(RedisBackplane.builder().address("127.0.0.1", redis).connect())
                .build()
                .topic("events");
    }

    /** The next event need not wait for the answer to this one. */
    @Override
    public void broadcast(long sequence, String data) {
        topic.publishAsync(Event.of(data));
    }
}
