/**
 * A service without a socket: it accepts exchanges from a transport or a mount, dispatches them to user code, and opens
 * streams. Depends on the other internal packages; the public entry points depend on it.
 */
@NullMarked
package sse.api.internal.server;

import org.jspecify.annotations.NullMarked;
