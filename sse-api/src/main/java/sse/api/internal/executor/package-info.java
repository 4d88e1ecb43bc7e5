/**
 * Executors of user code, counts of tasks in flight, and ordered notification of listeners. Depends on
 * {@code sse.api.spi.support} only.
 */
@NullMarked
package sse.api.internal.executor;

import org.jspecify.annotations.NullMarked;
