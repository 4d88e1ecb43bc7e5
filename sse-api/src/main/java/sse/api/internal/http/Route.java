package sse.api.internal.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Responder;
import sse.api.StreamHandler;
import sse.api.StreamOptions;

/**
 * What a path offers: streams, responders, or both. Of each kind at most one takes a method. Immutable.
 *
 * @param template the path as the user wrote it; empty for the fallback
 * @param variables the names of the path's variables, in order
 * @param streams the streams that it opens
 * @param answers its responders
 */
public record Route(String template, List<String> variables, List<StreamRoute> streams, List<AnswerRoute> answers) {
    /** What takes requests by some methods. */
    public sealed interface Endpoint permits StreamRoute, AnswerRoute {
        /** Returns the path as the user wrote it. */
        String template();

        /** Returns which requests it takes. */
        RequestOptions requests();

        /** Returns true if it takes requests by a method. */
        boolean takes(String method);
    }

    /**
     * The stream that a path opens.
     *
     * @param template the path as the user wrote it
     * @param requests which requests it takes
     * @param options the options of its streams
     * @param handler receives the streams
     * @param fields the header fields of its responses, without those of the CORS protocol
     */
    public record StreamRoute(
            String template, RequestOptions requests, StreamOptions options, StreamHandler handler, Headers fields)
            implements Endpoint {
        /** Creates it, with the fields of its options. */
        public static StreamRoute of(
                String template, RequestOptions requests, StreamOptions options, StreamHandler handler) {
            return new StreamRoute(template, requests, options, handler, StreamFields.with(options.headers()));
        }

        @Override
        public boolean takes(String method) {
            String routed = StreamMethods.routed(method);
            return requests.methods().isEmpty()
                    ? routed.equals("GET")
                    : requests.methods().contains(routed);
        }
    }

    /**
     * A responder of a path.
     *
     * @param template the path as the user wrote it; empty for the fallback
     * @param requests which requests it takes
     * @param responder answers
     */
    public record AnswerRoute(String template, RequestOptions requests, Responder responder) implements Endpoint {
        @Override
        public boolean takes(String method) {
            return requests.methods().isEmpty() || requests.methods().contains(StreamMethods.routed(method));
        }

        /** Returns what the log calls the responder. */
        public String name() {
            return template.isEmpty() ? "fallback responder" : "responder of " + template;
        }
    }

    static Route of(String template, List<String> variables) {
        return new Route(template, variables, List.of(), List.of());
    }

    Route with(StreamRoute opened) {
        return new Route(template, variables, plus(streams, opened), answers);
    }

    Route with(AnswerRoute answering) {
        return new Route(template, variables, streams, plus(answers, answering));
    }

    private static <T> List<T> plus(List<T> present, T added) {
        return Stream.concat(present.stream(), Stream.of(added)).toList();
    }

    /** Returns the stream that takes a method. */
    public Optional<StreamRoute> stream(String method) {
        return streams.stream().filter(stream -> stream.takes(method)).findFirst();
    }

    /** Returns the responder that takes a method. */
    public Optional<AnswerRoute> answer(String method) {
        return answers.stream().filter(answer -> answer.takes(method)).findFirst();
    }

    /** Returns the methods that the path takes, in the order of {@link StreamMethods#NAMES}, with HEAD behind GET. */
    public List<String> methods() {
        return StreamMethods.NAMES.stream()
                .filter(method -> stream(method).isPresent() || answer(method).isPresent())
                .flatMap(StreamMethods::withImplied)
                .toList();
    }

    /** Returns the value of {@code Allow}: the methods, and OPTIONS, which every path answers. */
    public String allow() {
        return Stream.concat(methods().stream(), Stream.of("OPTIONS")).collect(Collectors.joining(", "));
    }
}
