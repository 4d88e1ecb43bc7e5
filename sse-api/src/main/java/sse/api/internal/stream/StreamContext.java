package sse.api.internal.stream;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.Event;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.spi.Frame;

/**
 * What all streams of one route share. Immutable.
 *
 * @param path the path of the route, as the user wrote it
 * @param options the limits and settings of the streams
 * @param handler receives the streams
 * @param executors run user code
 * @param ticker the source of time
 * @param prelude the first bytes of every stream: a comment, so that the head is flushed through every buffer on the
 *     way, and the reconnection time
 * @param onConnectionClosed called once for each stream, on its lane, when it has closed and its connection is gone
 */
public record StreamContext(
        String path,
        StreamOptions options,
        StreamHandler handler,
        Executors executors,
        Ticker ticker,
        Frame prelude,
        Consumer<ServerEventStream> onConnectionClosed) {
    /**
     * The executors of a route.
     *
     * @param opener runs the handler; the calling lane, if the handler never blocks
     * @param executor runs all other user code
     * @param closeExecutor runs the user's onClose actions; a server that closes waits for them
     */
    public record Executors(Executor opener, Executor executor, Executor closeExecutor) {}

    /** Creates the context of a route; the options determine the prelude. */
    public StreamContext(
            String path,
            StreamOptions options,
            StreamHandler handler,
            Executors executors,
            Ticker ticker,
            Consumer<ServerEventStream> onConnectionClosed) {
        this(path, options, handler, executors, ticker, prelude(options), onConnectionClosed);
    }

    Executor opener() {
        return executors.opener();
    }

    Executor executor() {
        return executors.executor();
    }

    Executor closeExecutor() {
        return executors.closeExecutor();
    }

    private static Frame prelude(StreamOptions options) {
        Event.Builder prelude = Event.builder().comment("");
        options.retry().ifPresent(prelude::retry);
        return Frame.of(prelude.build());
    }
}
