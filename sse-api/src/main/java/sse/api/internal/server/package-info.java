/** The server without a socket: it takes requests from a transport and opens streams. */
@NullMarked
package sse.api.internal.server;

import org.jspecify.annotations.NullMarked;
