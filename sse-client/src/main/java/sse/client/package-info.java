/**
 * Reads event streams, and reconnects.
 *
 * <pre>{@code
 * try (EventSource source = EventSource.builder(uri).build()) {
 *     for (MessageEvent event : source) {
 *         System.out.println(event.data());
 *     }
 * }
 * }</pre>
 *
 * <p>{@link sse.client.EventSource} describes the three ways to read, what is repeated and when, and the deadlines. It
 * follows WHATWG HTML, section 9.2, except where a type says otherwise.
 *
 * <p>Unless a type says otherwise, no method here takes or returns {@code null}; passing it throws
 * {@link java.lang.NullPointerException} that names the parameter.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2</a>
 */
@NullMarked
package sse.client;

import org.jspecify.annotations.NullMarked;
