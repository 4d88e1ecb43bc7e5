/** Where user code runs: executors, counts of what is in flight, ordered notification. Depends on the SPI only. */
@NullMarked
package sse.api.internal.executor;

import org.jspecify.annotations.NullMarked;
