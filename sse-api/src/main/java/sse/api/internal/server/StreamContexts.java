package sse.api.internal.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.Ticker;
import sse.api.internal.executor.BoundedExecutor;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.http.EventSourceRequest;
import sse.api.internal.http.Route;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamContext;
import sse.api.internal.wire.WireForm;
import sse.api.internal.wire.gzip.CompressorLimit;

/**
 * What the streams of a route share, made when its first stream opens and again when a reply has other options than the
 * one before it. Thread-safe.
 */
final class StreamContexts {
    // Immutable after construction.
    private final Ticker ticker;
    private final StreamContext.Executors executors;
    private final CompressorLimit compressors;
    private final Consumer<ServerEventStream> onConnectionClosed;

    // Written by any lane.
    private final Map<Route.Endpoint, OfRoute> ofRoutes = new ConcurrentHashMap<>();

    /**
     * Creates them.
     *
     * @param config the settings of the service
     * @param executors run user code
     * @param onConnectionClosed called once for each stream, on its lane, when it has closed and its connection is gone
     */
    StreamContexts(ServiceConfig config, CallbackExecutors executors, Consumer<ServerEventStream> onConnectionClosed) {
        this.ticker = config.ticker();
        Executor executor = executors.executor();
        BoundedExecutor revalidations = new BoundedExecutor(executor, config.maxRevalidations());
        this.executors = new StreamContext.Executors(executor, executor, executors.closeExecutor(), revalidations);
        this.compressors = new CompressorLimit(config.maxCompressors());
        this.onConnectionClosed = onConnectionClosed;
    }

    /**
     * The contexts of the streams of a route: in each form, and of one that is shed, which is not compressed.
     *
     * @param options the options of the streams
     */
    record OfRoute(StreamOptions options, OfForm identity, OfForm gzip, StreamContext shed) {
        StreamContext of(StreamRequest request, WireForm form) {
            return (form == WireForm.GZIP ? gzip : identity).of(request);
        }
    }

    /** The contexts of the streams in a form: of any client, and of an {@code EventSource}. */
    record OfForm(StreamContext any, StreamContext eventSource) {
        static OfForm of(StreamContext any) {
            return new OfForm(any, any.forEventSources());
        }

        StreamContext of(StreamRequest request) {
            return EventSourceRequest.isSentWith(request.headers()) ? eventSource : any;
        }
    }

    /** Returns those of a route, or of a reply of a route's responder. */
    OfRoute of(StreamPlan plan) {
        OfRoute present = ofRoutes.get(plan.endpoint());
        if (present == null || present.options() != plan.options()) {
            present = create(plan);
            ofRoutes.put(plan.endpoint(), present);
        }
        return present;
    }

    private OfRoute create(StreamPlan plan) {
        StreamOptions options = plan.options();
        StreamContext any = new StreamContext(plan.template(), options, executors, ticker, onConnectionClosed);
        StreamContext shed = new StreamContext("", options, executors, ticker, stream -> {});
        return new OfRoute(options, OfForm.of(any), OfForm.of(any.compressed(compressors)), shed);
    }
}
