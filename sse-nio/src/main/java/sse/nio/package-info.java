/**
 * A transport of raw {@code java.nio}: a few event loops, each with its selector, its connections and its lane.
 *
 * <p>Users need only {@link sse.nio.NioTransport}, and that only to set the number of loops: being on the path is
 * enough.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.nio;

import org.jspecify.annotations.NullMarked;
