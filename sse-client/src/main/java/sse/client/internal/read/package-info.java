/**
 * Where events go: a queue for a blocking reader, a subscriber, listeners. Depends on the values of {@code sse.client}
 * only.
 */
@NullMarked
package sse.client.internal.read;

import org.jspecify.annotations.NullMarked;
