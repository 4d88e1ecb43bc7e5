/**
 * Event streams in a servlet container, on Jakarta Servlet 6.0 and later.
 *
 * <p>{@link sse.servlet.SseServlet} mounts an {@link sse.api.SseService}. Streams hold no thread of the container, and
 * no write of theirs blocks.
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.servlet;

import org.jspecify.annotations.NullMarked;
