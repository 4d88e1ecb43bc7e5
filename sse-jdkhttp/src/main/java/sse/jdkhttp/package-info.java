/**
 * Event streams on {@code com.sun.net.httpserver}.
 *
 * <p>{@link sse.jdkhttp.JdkHttpTransport} serves a whole {@link sse.api.SseServer}; {@link sse.jdkhttp.SseHttpHandler}
 * adds streams to a server that exists already.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.jdkhttp;

import org.jspecify.annotations.NullMarked;
