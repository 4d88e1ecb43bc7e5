/**
 * The client's end of an HTTP connection: its interface, and HTTP/1.1 over a socket. May depend on the values of
 * {@code sse.api} and on {@code sse.api.spi.http}, and knows neither servers nor event streams.
 */
@NullMarked
package sse.testkit.internal.http;

import org.jspecify.annotations.NullMarked;
