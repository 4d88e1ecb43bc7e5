package sse.api.internal.http;

import java.util.List;
import java.util.Optional;
import sse.api.Headers;
import sse.api.Responder;
import sse.api.StreamHandler;
import sse.api.StreamOptions;

/**
 * What a path offers: a stream, ordinary responses, or both. Immutable.
 *
 * @param template the path as the user wrote it; empty for the fallback
 * @param variables the names of the path's variables, in order
 * @param stream the stream that it opens
 * @param responder answers with ordinary responses
 */
public record Route(String template, List<String> variables, Optional<Stream> stream, Optional<Responder> responder) {
    /**
     * The stream that a path opens.
     *
     * @param template the path as the user wrote it
     * @param options the options of its streams
     * @param handler receives the streams
     * @param handlerThread which thread runs the handler
     * @param fields the header fields of its responses, without those of the CORS protocol
     */
    public record Stream(
            String template,
            StreamOptions options,
            StreamHandler handler,
            HandlerThread handlerThread,
            Headers fields) {
        static Stream of(String template, StreamOptions options, StreamHandler handler, HandlerThread handlerThread) {
            return new Stream(template, options, handler, handlerThread, StreamFields.with(options.headers()));
        }
    }

    /** Which thread runs a stream's handler. */
    public enum HandlerThread {
        /** One of the executor: the handler may block. */
        EXECUTOR,

        /** The stream's lane: the handler never blocks. */
        LANE
    }

    static Route of(String template, List<String> variables) {
        return new Route(template, variables, Optional.empty(), Optional.empty());
    }

    Route with(Stream opened) {
        return new Route(template, variables, Optional.of(opened), responder);
    }

    Route with(Responder answering) {
        return new Route(template, variables, stream, Optional.of(answering));
    }

    /** Returns what the log calls the responder. */
    public String responderName() {
        return template.isEmpty() ? "fallback responder" : "responder of " + template;
    }
}
