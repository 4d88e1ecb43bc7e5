package sse.api;

import java.util.Map;
import java.util.Objects;

/**
 * What a request is answered with: an ordinary {@link Response}, or a stream. Immutable and thread-safe.
 *
 * <p>A {@link Responder} reads the request first and then decides, so that a bad request is answered with an error and
 * a good one with a stream:
 *
 * <pre>{@code
 * builder.respond("/answers", RequestOptions.methods("POST"), request -> request.text().isEmpty()
 *         ? Response.text("the question is missing").withStatus(400)
 *         : Reply.stream(stream -> answer(request.text(), stream)));
 * }</pre>
 */
public sealed interface Reply permits Response, StreamReply {
    /**
     * Answers with a stream that has the default options.
     *
     * @param handler receives the stream: a {@link Topic}, a {@link Run}, or any other handler
     * @return the reply
     */
    static StreamReply stream(StreamHandler handler) {
        return stream(StreamOptions.defaults(), handler);
    }

    /**
     * Answers with a stream.
     *
     * @param options the options of the stream. Options that many replies share should be built once: they are encoded
     *     anew for each reply whose options are another object than those of the reply before it on the same route
     * @param handler receives the stream: a {@link Topic}, a {@link Run}, or any other handler
     * @return the reply
     * @throws IllegalArgumentException if the options have an {@linkplain StreamOptions.Builder#admission admission},
     *     which a responder replaces
     */
    static StreamReply stream(StreamOptions options, StreamHandler handler) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(handler, "handler");
        if (options.admission().isPresent()) {
            throw new IllegalArgumentException(
                    "options of a reply must have no admission: the responder decides about the request");
        }
        return new StreamReply(options, handler, 200, Headers.empty(), Map.of());
    }
}
