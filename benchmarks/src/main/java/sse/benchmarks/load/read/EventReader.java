package sse.benchmarks.load.read;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A client library under load: opens streams and hands the data of each event on. It opens a stream again whenever it
 * ends, as its own documentation recommends, and where that says nothing after {@link #RECONNECT_DELAY}. Streams share
 * what the library lets them share.
 */
public interface EventReader extends AutoCloseable {
    /** The delay before a stream is opened again, before whatever the library adds to it or takes from it. */
    Duration RECONNECT_DELAY = Duration.ofSeconds(1);

    /**
     * Opens a stream. Need not wait for it.
     *
     * @param uri the stream
     * @param data receives the data of each event, one call at a time
     */
    void open(URI uri, Consumer<String> data);

    @Override
    void close();
}
