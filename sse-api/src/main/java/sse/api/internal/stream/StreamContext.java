package sse.api.internal.stream;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.Event;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;
import sse.api.spi.Frame;

/**
 * What all streams of one route share. Immutable.
 *
 * @param options the limits and habits of its streams
 * @param handler receives them
 * @param opener runs the handler: the executor, or the lane that calls it if the handler is a topic, which never blocks
 * @param executor runs user code
 * @param closeExecutor runs the user's onClose actions; a server that closes waits for them
 * @param ticker the clock
 * @param prelude the first bytes of every stream: a comment, so that the head is flushed through every buffer on the
 *     way, and the reconnection time
 * @param onGone is told once for each stream, on its lane, when it has ended and its connection is gone
 */
public record StreamContext(
        StreamOptions options,
        StreamHandler handler,
        Executor opener,
        Executor executor,
        Executor closeExecutor,
        Ticker ticker,
        Frame prelude,
        Consumer<ServerEventStream> onGone) {
    /** Makes the site of a route; the options say what the prelude is, and the handler who runs it. */
    public StreamContext(
            StreamOptions options,
            StreamHandler handler,
            Executor executor,
            Executor closeExecutor,
            Ticker ticker,
            Consumer<ServerEventStream> onGone) {
        this(options, handler, opener(handler, executor), executor, closeExecutor, ticker, prelude(options), onGone);
    }

    private static Executor opener(StreamHandler handler, Executor executor) {
        return handler instanceof Topic ? Runnable::run : executor;
    }

    private static Frame prelude(StreamOptions options) {
        Event.Builder prelude = Event.builder().comment("");
        options.retry().ifPresent(prelude::retry);
        return Frame.of(prelude.build());
    }
}
