package sse.benchmarks.load.server;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;

/** {@link JettyBroadcast} behind Jetty's {@link GzipHandler}, which compresses each stream for itself. */
@SuppressWarnings("removal") // What replaces it is in a jar of its own, and does the same.
public final class JettyGzipBroadcast extends JettyBroadcast {
    /** Makes a server that does not listen yet. */
    public JettyGzipBroadcast() {
        super(JettyGzipBroadcast::compressed);
    }

    private static Handler compressed(Handler streams) {
        GzipHandler gzip = new GzipHandler();
        gzip.setSyncFlush(true);
        gzip.setMinGzipSize(0);
        gzip.setIncludedMimeTypes("text/event-stream");
        gzip.setExcludedMimeTypes(); // By default event streams are among them.
        gzip.setHandler(streams);
        return gzip;
    }
}
