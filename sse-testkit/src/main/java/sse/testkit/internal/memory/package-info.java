/**
 * The transport in memory: the server, both ends of a connection, and the bounded pipe between them. May depend on
 * {@code sse.api}, {@code sse.api.spi} with its {@code http} and {@code support}, and on
 * {@code sse.testkit.internal.http} for the client's interface.
 */
@NullMarked
package sse.testkit.internal.memory;

import org.jspecify.annotations.NullMarked;
