/**
 * The events of a topic in memory: the sequence that all topics of a hub share, the ring of retained entries, the
 * compacted log, and the way of publications to a log outside the process. Depends on value types, their encoded form
 * and the SPI only: knows neither streams nor subscriptions.
 */
@NullMarked
package sse.api.internal.history;

import org.jspecify.annotations.NullMarked;
