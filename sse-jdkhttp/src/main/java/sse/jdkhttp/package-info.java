/**
 * Event streams on {@code com.sun.net.httpserver}.
 *
 * <p>{@link sse.jdkhttp.JdkHttpTransport} is the transport of an {@link sse.api.SseServer};
 * {@link sse.jdkhttp.SseHttpHandler} mounts an {@link sse.api.SseService} in a JDK server that exists already.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.jdkhttp;

import org.jspecify.annotations.NullMarked;
