/**
 * The stored log of the test kit's history and broker in memory. May depend on {@code sse.api.spi} and
 * {@code sse.api.spi.history} only.
 */
@NullMarked
package sse.testkit.internal.log;

import org.jspecify.annotations.NullMarked;
