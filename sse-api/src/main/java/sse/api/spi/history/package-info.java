/**
 * What keeps the past of topics so that it survives a restart, and what shares topics among processes.
 *
 * <p>A {@link sse.api.spi.history.History} keeps the published events of one process. A
 * {@link sse.api.spi.history.Backplane} carries them through a broker to every process. Both are
 * {@linkplain sse.api.spi.history.PublicationLog logs}: they give each event an {@linkplain sse.api.spi.history.EntryId
 * id} that only grows, and read the events that follow an id.
 *
 * <p>Every operation is asynchronous, may block its caller and may fail. The library never calls one on a lane, and
 * never while it holds a lock that a lane or a publisher of another topic needs. The duties are numbered in the types'
 * documentation; {@code HistoryContract} and {@code BackplaneContract} of the test kit test them by these numbers.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.api.spi.history;

import org.jspecify.annotations.NullMarked;
