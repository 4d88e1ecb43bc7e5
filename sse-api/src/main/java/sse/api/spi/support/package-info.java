/**
 * Executors for transports and mounts whose I/O blocks, or whose lanes have no thread of their own.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.api.spi.support;

import org.jspecify.annotations.NullMarked;
