/**
 * What a transport implements, and what the core gives it.
 *
 * <p>A transport turns bytes on a connection into a {@link sse.api.Request}, runs the core on its
 * {@linkplain sse.api.spi.Lane lanes}, writes what the core hands it, and says when the peer is gone. Routing,
 * admission, negotiation, queues, heartbeats and draining are the core's, and therefore the same on every transport.
 *
 * <p>The duties of each side are numbered in the types' documentation. The transport contract of the test kit tests
 * them by these numbers.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.api.spi;

import org.jspecify.annotations.NullMarked;
