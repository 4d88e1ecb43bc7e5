package sse.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sse.api.internal.server.BoundContext;
import sse.api.internal.server.ServiceConfig;
import sse.api.internal.server.ServiceCore;
import sse.api.internal.server.TransportDiscovery;
import sse.api.spi.Transport;
import sse.api.spi.TransportServer;

/**
 * A running server: a service on a transport and an address. Thread-safe. Created by a {@link Builder}; runs until
 * {@link #close()}.
 *
 * <p>No method takes or returns {@code null}.
 */
public final class SseServer implements AutoCloseable {
    private final ServiceCore<TransportServer> core;
    private final String transportName;

    private SseServer(ServiceCore<TransportServer> core, String transportName) {
        this.core = core;
        this.transportName = transportName;
    }

    /**
     * Returns a builder without routes, for port 8080 of every local address.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder with the routes and settings of a service, for port 8080 of every local address. Routes and
     * settings that are added to the builder do not change the service.
     *
     * @param service the service
     * @return a new builder
     */
    public static Builder builder(SseService service) {
        Objects.requireNonNull(service, "service");
        return new Builder().settings(service.config());
    }

    /**
     * Returns the address that the server listens on.
     *
     * @return the address, with the port that the system chose if port zero was requested; unresolved if the transport
     *     has no sockets
     */
    public InetSocketAddress address() {
        return core.source().address();
    }

    /**
     * Returns the port that the server listens on.
     *
     * @return the port, never zero if the transport has sockets
     */
    public int port() {
        return address().getPort();
    }

    /**
     * Returns the name of the server's transport, for a log line.
     *
     * @return the name, such as {@code nio}
     */
    public String transportName() {
        return transportName;
    }

    /**
     * Returns how many streams are open, including those whose last bytes have not been sent completely.
     *
     * @return the number of streams
     */
    public int openStreams() {
        return core.openStreams();
    }

    /**
     * Returns what the server has done since it started, and how many streams are open. Counting is always on. A
     * snapshot costs about as much as reading a few hundred numbers, so take one each second rather than for each
     * event. Any thread; does not block.
     *
     * @return a snapshot
     */
    public ServerStatistics statistics() {
        return core.statistics();
    }

    /**
     * Closes the open streams that a predicate accepts, after what was accepted and published before and the last event
     * of the closing; their clients may reconnect, unless they are closed {@linkplain StreamClosing#forGood for good}.
     * Returns at once. The predicate is called on the service's executor, once for each stream that is open, by several
     * threads at the same time.
     *
     * @param streams returns true for a stream that is to be closed, for example by its
     *     {@linkplain Admission#withAttribute attributes}; a stream for which it throws stays open
     * @param closing how they are closed
     * @return completes with the number of streams that are being closed, or with what the predicate has thrown first,
     *     when it was called for all; zero if the server is closed
     * @throws IllegalStateException if they are closed for good, and 1,024 predicates of such closings are remembered
     */
    public CompletableFuture<Integer> closeStreams(Predicate<? super EventStream> streams, StreamClosing closing) {
        return core.closeStreams(streams, closing);
    }

    /**
     * Closes the open streams that a predicate accepts for a reason, as {@link #closeStreams(Predicate, StreamClosing)}
     * does, without a last event.
     *
     * @param streams returns true for a stream that is to be closed
     * @param reason the reason, as in {@link StreamClosing#of}
     * @return completes with the number of streams that are being closed
     * @throws IllegalArgumentException as {@link StreamClosing#of} throws it
     */
    public CompletableFuture<Integer> closeStreams(Predicate<? super EventStream> streams, CloseReason reason) {
        return closeStreams(streams, StreamClosing.of(reason));
    }

    /**
     * Blocks until the server is closed.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void awaitClose() throws InterruptedException {
        core.awaitClose();
    }

    /**
     * Closes the server in order:
     *
     * <ol>
     *   <li>It accepts no more connections and opens no more streams.
     *   <li>Every stream is closed with {@link CloseReason#SHUTDOWN} after its queued events, including those of its
     *       topics, the {@linkplain Builder#closingEvent closing event} and the {@linkplain Builder#reconnectDelay
     *       reconnection time}. Requests received before are answered if their responders return in time.
     *   <li>When all of that is sent, or after the {@linkplain Builder#closeTimeout close timeout}, the remaining
     *       connections are closed, including those with a response that the client has not read.
     *   <li>{@code onClose} actions have the rest of the timeout, and at least a second, to end. User code that still
     *       runs on the server's own threads is interrupted.
     * </ol>
     *
     * <p>Blocks until that is done; further calls wait for the first one. A responder that calls it waits for itself
     * until the timeout has elapsed. If the calling thread is interrupted, its waiting ends early and its interrupt
     * status is set.
     */
    @Override
    public void close() {
        core.close();
    }

    /**
     * Collects the routes and settings of a server, its transport and its address. For use by one thread. Each setting
     * has a default. A server has the settings that the builder held when it was started: later changes apply to
     * servers that are started later.
     */
    public static final class Builder extends ServiceSettings<Builder> {
        private static final int MAX_PORT = 65_535;

        private InetSocketAddress address = new InetSocketAddress(8080);
        private Supplier<Transport> transport = TransportDiscovery::chosen;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the port to listen on, on every local address. Default: 8080.
         *
         * @param port the port; zero for any free port
         * @return this builder
         * @throws IllegalArgumentException if it is not between 0 and 65535
         */
        public Builder port(int port) {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("port must be between 0 and " + MAX_PORT + ": " + port);
            }
            return address(new InetSocketAddress(port));
        }

        /**
         * Sets the address to listen on. Default: port 8080 of every local address.
         *
         * @param address the address
         * @return this builder
         */
        public Builder address(InetSocketAddress address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * Sets the transport.
         *
         * @param transport the transport
         * @return this builder
         */
        public Builder transport(Transport transport) {
            Objects.requireNonNull(transport, "transport");
            this.transport = () -> transport;
            return this;
        }

        /**
         * Sets the transport to the one with a name among those on the path. Default: the name in the system property
         * {@code sse.transport}, or else the only automatic transport on the path.
         *
         * @param name the name, such as {@code nio}
         * @return this builder
         */
        public Builder transport(String name) {
            Objects.requireNonNull(name, "name");
            transport = () -> TransportDiscovery.named(name);
            return this;
        }

        /**
         * Finds the transport, binds to the address, and starts to serve. The server is independent of this builder.
         *
         * @return the running server
         * @throws IOException if binding to the address fails
         * @throws IllegalStateException if there is no route, or no transport, or more than one transport and none is
         *     chosen; the message explains how to choose
         */
        public SseServer start() throws IOException {
            InetSocketAddress bindAddress = address;
            ServiceConfig config = config("server");
            Transport chosen = transport.get();
            return new SseServer(
                    ServiceCore.start(config, context -> chosen.start(new BoundContext(context, bindAddress))),
                    chosen.name());
        }
    }
}
