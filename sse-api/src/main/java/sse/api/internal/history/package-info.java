/**
 * The events of a topic in memory: the sequence that all topics share, the ring of retained entries, and the compacted
 * log. Depends on value types and the SPI only: knows neither streams nor subscriptions.
 */
@NullMarked
package sse.api.internal.history;

import org.jspecify.annotations.NullMarked;
