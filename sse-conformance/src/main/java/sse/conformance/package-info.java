/**
 * Checks any implementation of event streams by cases that are data.
 *
 * <p>The cases are the resources {@code decoder.json}, {@code encoder.json}, {@code server.json} and
 * {@code client.json} of this package; {@link sse.conformance.Cases} reads the first two for programs in Java.
 * {@link sse.conformance.DecoderConformance} runs a decoder, {@link sse.conformance.ServerConformance} asks a server,
 * {@link sse.conformance.ClientConformance} serves streams to a client. {@link sse.conformance.Main} is their command
 * line. Nothing here uses another module of the library.
 *
 * <p>Unless a type says otherwise, no method here takes or returns {@code null}; passing it throws
 * {@link java.lang.NullPointerException} that names the parameter.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2</a>
 */
@NullMarked
package sse.conformance;

import org.jspecify.annotations.NullMarked;
