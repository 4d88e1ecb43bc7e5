/**
 * The interfaces that transports and mounts implement, and what the core gives to them.
 *
 * <p>A transport turns the bytes of a connection into a {@link sse.api.Request}, runs the core on its
 * {@linkplain sse.api.spi.Lane lanes}, writes the bytes that the core passes to it, and notifies the core when the peer
 * has disconnected. Routing, admission, negotiation, queues, heartbeats and draining belong to the core, and are
 * therefore the same on every transport. A {@linkplain sse.api.spi.ServiceHost mount} does the same with the requests
 * of a server that exists already.
 *
 * <p>The duties of each side are numbered in the documentation of the types. The transport contract of the test kit
 * tests each number.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.api.spi;

import org.jspecify.annotations.NullMarked;
