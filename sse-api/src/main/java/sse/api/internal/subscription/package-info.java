/**
 * What a stream is subscribed to: its subscriptions with their positions, and the readers that fill its batches from
 * them, alone, merged or transformed. Knows streams, batches and logs, and of topics only
 * {@link sse.api.internal.subscription.SubscriberGroup}.
 */
@NullMarked
package sse.api.internal.subscription;

import org.jspecify.annotations.NullMarked;
