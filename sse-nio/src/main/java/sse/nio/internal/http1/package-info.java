/**
 * HTTP/1.1 on channels: the parser, connections that carry requests and responses one after the other, and the streams
 * that such connections end with. Depends on {@code channel} and {@code loop}.
 *
 * <p>No method takes or returns {@code null} unless its Javadoc permits it.
 */
@NullMarked
package sse.nio.internal.http1;

import org.jspecify.annotations.NullMarked;
