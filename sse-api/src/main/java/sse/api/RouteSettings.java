package sse.api;

import java.util.Objects;
import sse.api.internal.http.Routes;

/**
 * The routes of a service. For use by one thread.
 *
 * @param <B> the type of the builder
 */
abstract sealed class RouteSettings<B extends RouteSettings<B>> permits ServiceSettings {
    // Read by the service that is built.
    Routes routes = new Routes();

    RouteSettings() {}

    /** Returns this builder. */
    abstract B self();

    /**
     * Opens a stream for requests to a path, with default options.
     *
     * @param path the path, decoded: exact, such as {@code /clock}, or a template such as <code>/rooms/{room}</code>,
     *     in which a variable matches one whole segment that is not empty. If several paths match, literal segments are
     *     preferred to variables, from left to right
     * @param handler receives each stream
     * @return this builder
     * @throws IllegalArgumentException if the path is malformed or already has a stream
     */
    public B stream(String path, StreamHandler handler) {
        return stream(path, StreamOptions.defaults(), handler);
    }

    /**
     * Opens a stream for requests to a path.
     *
     * @param path the path, as in {@link #stream(String, StreamHandler)}
     * @param options the options of its streams
     * @param handler receives each stream
     * @return this builder
     * @throws IllegalArgumentException if the path is malformed or already has a stream
     */
    public B stream(String path, StreamOptions options, StreamHandler handler) {
        return stream(path, RequestOptions.defaults(), options, handler);
    }

    /**
     * Opens a stream for some requests to a path, such as those by POST. A request with content is routed without
     * regard to {@code Accept}, unless the path has a responder that takes its method, too.
     *
     * @param path the path, as in {@link #stream(String, StreamHandler)}
     * @param requests which requests it takes
     * @param options the options of its streams
     * @param handler receives each stream
     * @return this builder
     * @throws IllegalArgumentException if the path is malformed or already has a stream for one of the methods
     */
    public B stream(String path, RequestOptions requests, StreamOptions options, StreamHandler handler) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(handler, "handler");
        routes.stream(path, requests, options, handler);
        return self();
    }

    /**
     * Answers requests to a path by a responder, whatever their method. If the path also has a stream, the stream
     * receives the requests by its methods, {@code GET} by default, whose {@code Accept} names
     * {@code text/event-stream} itself.
     *
     * @param path the path, as in {@link #stream(String, StreamHandler)}
     * @param responder creates the response or opens a stream, on the executor; if it throws, the request is answered
     *     with 500
     * @return this builder
     * @throws IllegalArgumentException if the path is malformed or already has a responder
     */
    public B respond(String path, Responder responder) {
        return respond(path, RequestOptions.defaults(), responder);
    }

    /**
     * Answers some requests to a path by a responder. A path may have several, for different methods.
     *
     * @param path the path, as in {@link #stream(String, StreamHandler)}
     * @param requests which requests it takes
     * @param responder creates the response or opens a stream, on the executor; if it throws, the request is answered
     *     with 500
     * @return this builder
     * @throws IllegalArgumentException if the path is malformed or already has a responder for one of the methods
     */
    public B respond(String path, RequestOptions requests, Responder responder) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(responder, "responder");
        routes.respond(path, requests, responder);
        return self();
    }

    /**
     * Answers requests to paths that no route matches. Default: 404.
     *
     * @param responder creates the response, on the executor; if it throws, the request is answered with 500; replaces
     *     the previous one
     * @return this builder
     */
    public B fallback(Responder responder) {
        Objects.requireNonNull(responder, "responder");
        routes.fallback(responder);
        return self();
    }
}
