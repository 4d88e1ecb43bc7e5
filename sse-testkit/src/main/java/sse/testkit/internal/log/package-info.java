/** The log in memory that the test kit's history and broker keep. Depends on {@code sse.api.spi.history} only. */
@NullMarked
package sse.testkit.internal.log;

import org.jspecify.annotations.NullMarked;
