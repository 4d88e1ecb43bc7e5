package sse.api.internal.stream;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;
import sse.api.internal.wire.ControlFrames;

/**
 * What all streams of one route share whose clients receive the same control frames. Immutable.
 *
 * @param path the path of the route, as the user wrote it
 * @param options the limits and settings of the streams
 * @param executors run user code
 * @param ticker the source of time
 * @param controlFrames what each stream sends by itself
 * @param onConnectionClosed called once for each stream, on its lane, when it has closed and its connection is gone
 */
public record StreamContext(
        String path,
        StreamOptions options,
        Executors executors,
        Ticker ticker,
        ControlFrames controlFrames,
        Consumer<ServerEventStream> onConnectionClosed) {
    /**
     * The executors of a route.
     *
     * @param opener runs the handlers, except topics, which never block and run on the lane
     * @param executor runs all other user code
     * @param closeExecutor runs the user's onClose actions; a server that closes waits for them
     */
    public record Executors(Executor opener, Executor executor, Executor closeExecutor) {}

    /** Creates the context of a route for clients whose requests are not those of an {@code EventSource}. */
    public StreamContext(
            String path,
            StreamOptions options,
            Executors executors,
            Ticker ticker,
            Consumer<ServerEventStream> onConnectionClosed) {
        this(path, options, executors, ticker, new ControlFrames(options, false), onConnectionClosed);
    }

    /** Returns the context of the same route for clients whose requests are those of an {@code EventSource}. */
    public StreamContext forEventSources() {
        return new StreamContext(
                path, options, executors, ticker, new ControlFrames(options, true), onConnectionClosed);
    }

    long writeTimeoutNanos() {
        return options.writeTimeout().toNanos();
    }

    /** Returns what runs a handler. */
    Executor opener(StreamHandler handler) {
        return handler instanceof Topic ? Runnable::run : executors.opener();
    }

    Executor executor() {
        return executors.executor();
    }

    Executor closeExecutor() {
        return executors.closeExecutor();
    }
}
