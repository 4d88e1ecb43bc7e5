/** Shares the topics of several processes over a Redis stream: {@link sse.redis.RedisBackplane}. */
@SuppressWarnings("requires-automatic")
module sse.redis {
    requires static org.jspecify;
    requires redis.clients.jedis;
    requires transitive sse.api;

    exports sse.redis;
}
