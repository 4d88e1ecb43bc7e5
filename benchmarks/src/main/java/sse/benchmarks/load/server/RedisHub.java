package sse.benchmarks.load.server;

import java.io.IOException;
import sse.api.Hub;
import sse.api.Topic;
import sse.benchmarks.redis.LocalRedis;
import sse.redis.RedisBackplane;

/** A redis-server of this process, and the topic of a hub on it, with the default history. */
record RedisHub(LocalRedis redis, Hub hub, Topic topic) implements AutoCloseable {
    static RedisHub start() throws IOException {
        LocalRedis redis = LocalRedis.start();
        Hub hub = connect(redis.port());
        return new RedisHub(redis, hub, topicOf(hub));
    }

    static Hub connect(int port) throws IOException {
        return Hub.builder()
                .backplane(RedisBackplane.builder().address("127.0.0.1", port).connect())
                .build();
    }

    static Topic topicOf(Hub hub) {
        return hub.topic("events");
    }

    @Override
    public void close() {
        hub.close();
        redis.close();
    }
}
