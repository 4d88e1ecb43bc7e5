/**
 * A transport of raw {@code java.nio}: a few event loops, each with its selector, its connections and its lane.
 *
 * <p>A program needs {@link sse.nio.NioTransport} only to set the number of loops: otherwise it is enough that this
 * module is on the path.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.nio;

import org.jspecify.annotations.NullMarked;
