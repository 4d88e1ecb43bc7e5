/**
 * A {@link sse.api.spi.history.Backplane} on Redis streams.
 *
 * <p>The entry point is {@link sse.redis.RedisBackplane}. A hub is one stream on one primary; each process has one
 * connection that follows it, one that publishes, and one for the questions of clients that resume. May depend on
 * {@code sse.api}, {@code sse.api.spi.history} and Jedis, of which only plain connections are used: its pools and its
 * cluster client send a command again whose answer was lost.
 */
@NullMarked
package sse.redis;

import org.jspecify.annotations.NullMarked;
