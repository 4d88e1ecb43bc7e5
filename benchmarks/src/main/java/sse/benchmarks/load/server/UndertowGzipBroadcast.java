package sse.benchmarks.load.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;

/** {@link UndertowBroadcast} behind Undertow's {@link EncodingHandler}, which compresses each stream for itself. */
public final class UndertowGzipBroadcast extends UndertowBroadcast {
    private static final int PRIORITY = 50;

    /** Makes a server that does not listen yet. */
    public UndertowGzipBroadcast() {
        super(UndertowGzipBroadcast::compressed);
    }

    private static HttpHandler compressed(HttpHandler streams) {
        ContentEncodingRepository encodings =
                new ContentEncodingRepository().addEncodingHandler("gzip", new GzipEncodingProvider(), PRIORITY);
        return new EncodingHandler(streams, encodings);
    }
}
