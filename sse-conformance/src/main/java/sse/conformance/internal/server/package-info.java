/** What is checked of a server, over sockets of its own: a request is sent as it is written. Depends on nothing. */
@NullMarked
package sse.conformance.internal.server;

import org.jspecify.annotations.NullMarked;
