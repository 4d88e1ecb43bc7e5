/**
 * Channels of bytes on an event loop: reading, writing, timeouts and the ways a connection closes. There are two: plain
 * sockets, and TLS on top of one.
 *
 * <p>Nothing here knows a protocol: what reads and writes a channel is a {@link ChannelHandler}. Depends on
 * {@code loop} only.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.nio.internal.channel;

import org.jspecify.annotations.NullMarked;
