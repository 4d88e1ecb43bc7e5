package sse.api.spi;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import sse.api.EventStream;
import sse.api.ServerStatistics;
import sse.api.StreamClosing;

/** A service that runs in a host. Thread-safe. Closed once, by {@link #close()}; not to be implemented outside. */
public interface MountedService extends AutoCloseable {
    /**
     * Returns how many streams are open, including those whose last bytes have not been sent completely.
     *
     * @return the number of streams
     */
    int openStreams();

    /**
     * Returns what the service has done since it was mounted, and how many streams are open. Any thread; does not
     * block.
     *
     * @return a snapshot
     */
    ServerStatistics statistics();

    /**
     * Closes the open streams that a predicate accepts, as {@link sse.api.SseServer#closeStreams} does.
     *
     * @param streams returns true for a stream that is to be closed
     * @param closing how they are closed
     * @return completes with the number of streams that are being closed
     * @throws IllegalStateException as {@link sse.api.SseServer#closeStreams} throws it
     */
    CompletableFuture<Integer> closeStreams(Predicate<? super EventStream> streams, StreamClosing closing);

    /**
     * Blocks until the service is closed.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void awaitClose() throws InterruptedException;

    /**
     * Closes the service as {@link sse.api.SseServer#close()} closes a server, and then the host's source of exchanges.
     * Blocks until that is done; further calls wait for the first one.
     */
    @Override
    void close();
}
