package sse.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import sse.api.internal.http.Routes;
import sse.api.internal.server.ServerCore;
import sse.api.internal.server.ServerSettings;
import sse.api.internal.server.TransportDiscovery;
import sse.api.internal.time.DurationRange;
import sse.api.spi.HttpLimits;
import sse.api.spi.Transport;

/** A running server. Thread-safe. Made by a {@link Builder}; closed once, by {@link #close()}. */
public final class SseServer implements AutoCloseable {
    private final ServerCore core;

    private SseServer(ServerCore core) {
        this.core = core;
    }

    /**
     * Starts with no routes, on port 8080 of every local address.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address the server listens on.
     *
     * @return the address, with the port the system chose where zero was asked for; unresolved where the transport has
     *     no sockets
     */
    public InetSocketAddress address() {
        return core.address();
    }

    /**
     * Returns the port the server listens on.
     *
     * @return the port, never zero where the transport has sockets
     */
    public int port() {
        return core.address().getPort();
    }

    /**
     * Returns the name of the transport the server runs on, for a line in a log.
     *
     * @return the name, such as {@code nio}
     */
    public String transportName() {
        return core.transportName();
    }

    /**
     * Returns how many streams are open, those whose last bytes are still on their way included.
     *
     * @return the number of streams
     */
    public int openStreams() {
        return core.openStreams();
    }

    /**
     * Returns what the server has done since it started, and how many streams it has. Counting is always on; a snapshot
     * costs about as much as reading a few hundred numbers, so take one each second rather than each event. Any thread;
     * does not block.
     *
     * @return a snapshot
     */
    public ServerStatistics statistics() {
        return core.statistics();
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
     * Closes the server: takes no more connections, ends every stream with {@link CloseReason#SHUTDOWN} after its
     * waiting events, those included that a topic has for it, the {@linkplain Builder#closingEvent(Event) closing
     * event} and the {@linkplain Builder#reconnectDelay jittered reconnection time}, and gives clients the
     * {@linkplain Builder#closeTimeout(Duration) close timeout} to take them. Requests that came before are answered,
     * if their responders return within that time. Who has not taken everything by then is cut off, and so is a
     * response of which the last bytes still wait for the client when all are answered. Then {@code onClose} actions
     * have what is left of the timeout, and at least a second, to end; user code that still runs on the server's own
     * threads is interrupted. Blocks until it is done, so a responder that calls it waits for itself until the timeout
     * is over; closing again waits for the first.
     */
    @Override
    public void close() {
        core.close();
    }

    /**
     * Collects what a server is made of. For use by one thread. Each setting has a default. A server has what the
     * builder held when it was started: what is set or added later goes to the servers that are started later, with all
     * that was set or added before.
     */
    public static final class Builder {
        private final Routes routes = new Routes();
        private InetSocketAddress address = new InetSocketAddress(8080);
        private Supplier<Transport> transport = TransportDiscovery::chosen;
        private Optional<Executor> executor = Optional.empty();
        private Optional<Cors> cors = Optional.empty();
        private Optional<Event> closingEvent = Optional.empty();
        private Optional<ServerSettings.Reconnect> reconnect = Optional.empty();
        private Optional<ServerObserver> observer = Optional.empty();
        private Ticker ticker = Ticker.system();
        private HttpLimits limits = HttpLimits.defaults();
        private int maxStreams = Integer.MAX_VALUE;
        private int maxStreamsPerAddress = Integer.MAX_VALUE;
        private Duration closeTimeout = Duration.ofSeconds(5);

        private Builder() {}

        /**
         * Listens on a port of every local address.
         *
         * @param port the port; zero for any free one
         * @return this builder
         * @throws IllegalArgumentException if it is not between 0 and 65535
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be between 0 and 65535: " + port);
            }
            return address(new InetSocketAddress(port));
        }

        /**
         * Listens on an address. Default: port 8080 of every local address.
         *
         * @param address the address
         * @return this builder
         */
        public Builder address(InetSocketAddress address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * Chooses the transport by handing it over.
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
         * Chooses the transport by name among those on the path. Default: the name in the system property
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
         * Opens a stream for requests to a path, with default options.
         *
         * @param path the path: exact, such as {@code /clock}, or a template such as <code>/rooms/{room}</code>, in
         *     which a variable stands for one whole segment that is not empty; written decoded. Where several match,
         *     literal segments go before variables, from left to right
         * @param handler receives each stream
         * @return this builder
         * @throws IllegalArgumentException if the path is malformed or already has a stream
         */
        public Builder stream(String path, StreamHandler handler) {
            return stream(path, StreamOptions.defaults(), handler);
        }

        /**
         * Opens a stream for requests to a path.
         *
         * @param path the path, as in {@link #stream(String, StreamHandler)}
         * @param options the limits and habits of its streams
         * @param handler receives each stream
         * @return this builder
         * @throws IllegalArgumentException if the path is malformed or already has a stream
         */
        public Builder stream(String path, StreamOptions options, StreamHandler handler) {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(options, "options");
            Objects.requireNonNull(handler, "handler");
            routes.stream(path, options, handler);
            return this;
        }

        /**
         * Answers requests to a path with ordinary responses, whatever their method. If the path has a stream too, that
         * one gets the {@code GET} requests whose {@code Accept} names {@code text/event-stream} itself.
         *
         * @param path the path, as in {@link #stream(String, StreamHandler)}
         * @param responder makes the response on the server's executor; if it throws, the answer is 500
         * @return this builder
         * @throws IllegalArgumentException if the path is malformed or already has a response
         */
        public Builder respond(String path, Function<? super Request, Response> responder) {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(responder, "responder");
            routes.respond(path, responder);
            return this;
        }

        /**
         * Answers requests to paths that nothing else matches. Default: 404.
         *
         * @param responder makes the response on the server's executor; if it throws, the answer is 500
         * @return this builder
         */
        public Builder fallback(Function<? super Request, Response> responder) {
            Objects.requireNonNull(responder, "responder");
            routes.fallback(responder);
            return this;
        }

        /**
         * Lets pages of other origins read the responses. Default: none.
         *
         * @param cors the origins
         * @return this builder
         */
        public Builder cors(Cors cors) {
            this.cors = Optional.of(Objects.requireNonNull(cors, "cors"));
            return this;
        }

        /**
         * Runs user code on an executor of the caller's, which stays the caller's to shut down. Default: virtual
         * threads from JDK 24 on, otherwise daemon threads, at most 1,000 at once for handlers, responders, admissions,
         * suppliers and views, and others for {@code onClose} actions and the observer.
         *
         * <p>All of that runs on an executor that is given, so it needs a thread for each handler that blocks and some
         * more: if handlers may hold all its threads, what would end them, an {@code onClose} action for example, waits
         * behind them for ever. Bound the handlers by {@link #maxStreams}, below the number of threads.
         *
         * <p>It should not reject either. If it does, or throws anything else, the client of an admission or a
         * responder is asked to come back later as at {@link #maxStreams}, the stream of a handler or a callback ends
         * with {@link CloseReason#FAILED}, and an {@code onClose} action runs on the thread that noticed the end, which
         * it then holds up.
         *
         * @param executor runs handlers, responders and callbacks
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = Optional.of(Objects.requireNonNull(executor, "executor"));
            return this;
        }

        /**
         * Takes time from a ticker. Default: {@link Ticker#system()}.
         *
         * @param ticker the ticker
         * @return this builder
         */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Limits how many streams may be open. At the limit nobody connected is evicted: a client that asks for an
         * event stream gets one that holds a jittered reconnection time of 5 to 15 s and ends, so that it comes back by
         * itself; any other gets 503 with {@code Retry-After}. Default: no limit.
         *
         * @param streams how many at most
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxStreams(int streams) {
            if (streams < 1) {
                throw new IllegalArgumentException("max streams must be positive: " + streams);
            }
            maxStreams = streams;
            return this;
        }

        /**
         * Limits how many streams one client address may have open; of IPv6 addresses the first 64 bits count. At the
         * limit the client is sent away as with {@link #maxStreams}. Behind a proxy every client has the proxy's
         * address: limit them there. Default: no limit.
         *
         * @param streams how many at most
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxStreamsPerAddress(int streams) {
            if (streams < 1) {
                throw new IllegalArgumentException("max streams per address must be positive: " + streams);
            }
            maxStreamsPerAddress = streams;
            return this;
        }

        /**
         * Sets all limits on requests. Default: {@link HttpLimits#defaults()}.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder limits(HttpLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets how long {@link SseServer#close()} gives the clients to take what waits for them. Default: 5 s.
         *
         * @param timeout the time, at most 36,500 days; zero cuts everybody off at once
         * @return this builder
         * @throws IllegalArgumentException if it is negative, or longer than that
         */
        public Builder closeTimeout(Duration timeout) {
            Objects.requireNonNull(timeout, "timeout");
            closeTimeout = DurationRange.NOT_NEGATIVE.check("close timeout", timeout);
            return this;
        }

        /**
         * Sends every stream a last event when the server closes. Default: none.
         *
         * @param event the event
         * @return this builder
         */
        public Builder closingEvent(Event event) {
            closingEvent = Optional.of(Objects.requireNonNull(event, "event"));
            return this;
        }

        /**
         * Tells every client, when the server closes, to reconnect after a random time, so that they do not all come at
         * once. The next stream's {@link StreamOptions#retry()} replaces it. Default: clients keep the reconnection
         * time they have.
         *
         * @param shortest the shortest reconnection time
         * @param longest the longest reconnection time, at most {@link Event#MAX_RETRY}
         * @return this builder
         * @throws IllegalArgumentException if the shortest is negative or longer than the longest, or the longest is
         *     above {@link Event#MAX_RETRY}
         */
        public Builder reconnectDelay(Duration shortest, Duration longest) {
            Objects.requireNonNull(shortest, "shortest");
            Objects.requireNonNull(longest, "longest");
            if (shortest.isNegative() || shortest.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        "reconnection times must be ordered and not negative: " + shortest + " to " + longest);
            }
            if (longest.compareTo(Event.MAX_RETRY) > 0) {
                throw new IllegalArgumentException("reconnection times must be at most " + Event.MAX_RETRY.toMillis()
                        + " ms: " + shortest + " to " + longest);
            }
            this.reconnect = Optional.of(new ServerSettings.Reconnect(shortest, longest));
            return this;
        }

        /**
         * Tells an observer what becomes of the streams. Default: none, which costs nothing.
         *
         * @param observer the observer; replaces one that was given before
         * @return this builder
         */
        public Builder observer(ServerObserver observer) {
            this.observer = Optional.of(Objects.requireNonNull(observer, "observer"));
            return this;
        }

        /**
         * Finds the transport, binds, and begins to serve. The server is independent of this builder from now on.
         *
         * @return the running server
         * @throws IOException if the address cannot be bound
         * @throws IllegalStateException if there is no route, or no transport, or more than one and none is chosen; the
         *     message says how to choose
         */
        public SseServer start() throws IOException {
            if (routes.isEmpty()) {
                throw new IllegalStateException(
                        "server must have at least one route: add one with stream, respond or fallback");
            }
            ServerSettings settings = new ServerSettings(
                    routes.copy(),
                    address,
                    limits,
                    executor,
                    ticker,
                    cors,
                    maxStreams,
                    maxStreamsPerAddress,
                    closeTimeout,
                    closingEvent,
                    reconnect,
                    observer);
            return new SseServer(ServerCore.start(settings, transport.get()));
        }
    }
}
