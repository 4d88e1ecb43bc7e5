/**
 * When to connect again: counting failures, backoff, {@code Retry-After}, and what is recommended. Depends on the
 * values of {@code sse.client} only.
 */
@NullMarked
package sse.client.internal.retry;

import org.jspecify.annotations.NullMarked;
