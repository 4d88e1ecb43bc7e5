package sse.api.internal.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.internal.executor.BoundedExecutor;
import sse.api.internal.wire.ControlFrames;
import sse.api.internal.wire.WireForm;
import sse.api.internal.wire.gzip.CompressorLimit;

/**
 * What all streams of one route share whose clients receive the same control frames. Immutable.
 *
 * @param path the path of the route, as the user wrote it
 * @param options the limits and settings of the streams
 * @param executors run user code
 * @param ticker the source of time
 * @param controlFrames what each stream sends by itself
 * @param wire the form in which the streams are written
 * @param onConnectionClosed called once for each stream, on its lane, when it has closed and its connection is gone
 */
public record StreamContext(
        String path,
        StreamOptions options,
        Executors executors,
        Ticker ticker,
        ControlFrames controlFrames,
        Wire wire,
        Consumer<ServerEventStream> onConnectionClosed) {
    /**
     * The executors of a route.
     *
     * @param opener runs the handlers, except topics and runs, which never block and run on the lane
     * @param executor runs all other user code
     * @param closeExecutor runs the user's onClose actions; a server that closes waits for them
     * @param revalidations runs the revalidations of all streams of the service
     */
    public record Executors(
            Executor opener, Executor executor, Executor closeExecutor, BoundedExecutor revalidations) {}

    /**
     * The form in which streams are written.
     *
     * @param form the form
     * @param compressors how many shared deflaters the server may have
     */
    public record Wire(WireForm form, CompressorLimit compressors) {
        private static final Wire IDENTITY = new Wire(WireForm.IDENTITY, new CompressorLimit(0));
    }

    /** Creates the context of a route for clients whose requests are not those of an {@code EventSource}. */
    public StreamContext(
            String path,
            StreamOptions options,
            Executors executors,
            Ticker ticker,
            Consumer<ServerEventStream> onConnectionClosed) {
        this(path, options, executors, ticker, new ControlFrames(options, false), Wire.IDENTITY, onConnectionClosed);
    }

    /** Returns the context of the same route for clients whose requests are those of an {@code EventSource}. */
    public StreamContext forEventSources() {
        return new StreamContext(
                path, options, executors, ticker, new ControlFrames(options, true), wire, onConnectionClosed);
    }

    /** Returns the context of the same route for clients whose streams are compressed. */
    public StreamContext compressed(CompressorLimit compressors) {
        return new StreamContext(
                path,
                options,
                executors,
                ticker,
                controlFrames,
                new Wire(WireForm.GZIP, compressors),
                onConnectionClosed);
    }

    long writeTimeoutNanos() {
        return options.writeTimeout().toNanos();
    }

    /**
     * Returns after which silence a heartbeat is sent: from three quarters to seven eighths of the period, since the
     * sweep comes up to an eighth late. Half a period less if the connection does not notice that its peer has left:
     * the first write is accepted then, and only the second one fails.
     *
     * @param laneIndex the index of the stream in its lane, by which streams send at different times
     * @param noticesPeerEnd true if the connection notices that its peer has left
     */
    long heartbeatAfterNanos(int laneIndex, boolean noticesPeerEnd) {
        Optional<Duration> heartbeat = options.heartbeat();
        if (heartbeat.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long eighth = heartbeat.get().toNanos() / 8;
        long spread = (laneIndex * 0x9E3779B97F4A7C15L) >>> 56;
        long eighths = noticesPeerEnd ? 6 : 2;
        return eighth * eighths + eighth * spread / 256;
    }

    /** Returns what runs a handler. */
    Executor opener(StreamHandler handler) {
        return handler instanceof LaneHandler ? Runnable::run : executors.opener();
    }

    Executor executor() {
        return executors.executor();
    }

    Executor closeExecutor() {
        return executors.closeExecutor();
    }
}
