package sse.api.internal.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sse.api.Request;
import sse.api.Response;
import sse.api.StreamHandler;
import sse.api.StreamOptions;

/**
 * What a path offers: a stream, ordinary responses, or both. Immutable.
 *
 * @param template the path as it was written; the empty text if it answers whatever nothing else matches
 * @param variables the names of the path's variables, in order
 * @param stream the stream it opens
 * @param responder what makes ordinary responses
 */
public record Route(
        String template,
        List<String> variables,
        Optional<Stream> stream,
        Optional<Function<? super Request, Response>> responder) {
    /** The stream a path opens. */
    public record Stream(StreamOptions options, StreamHandler handler) {}

    static Route of(String template, List<String> variables) {
        return new Route(template, variables, Optional.empty(), Optional.empty());
    }

    Route with(Stream opened) {
        return new Route(template, variables, Optional.of(opened), responder);
    }

    Route with(Function<? super Request, Response> made) {
        return new Route(template, variables, stream, Optional.of(made));
    }
}
