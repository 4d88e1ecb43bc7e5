/** One HTTP connection as a client sees it, and the HTTP/1.1 it takes to have it over a socket. */
@NullMarked
package sse.testkit.internal.http;

import org.jspecify.annotations.NullMarked;
