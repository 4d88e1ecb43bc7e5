/**
 * Event loops: a thread, its selector, its tasks and its timeouts, and the acceptor that assigns sockets to loops.
 *
 * <p>Nothing here knows bytes or protocols: what is registered with a loop is a {@link Selectable}. Depends on no other
 * package of this module.
 *
 * <p>No method takes or returns {@code null} unless its Javadoc permits it.
 */
@NullMarked
package sse.nio.internal.loop;

import org.jspecify.annotations.NullMarked;
