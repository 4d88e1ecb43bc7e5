/**
 * The transport without sockets: the server's end of a connection, the client's end, and the bounded pipe between them.
 */
@NullMarked
package sse.testkit.internal.memory;

import org.jspecify.annotations.NullMarked;
