package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import sse.api.internal.server.ReconnectDelay;
import sse.api.internal.server.ServiceConfig;
import sse.api.internal.time.DurationRange;
import sse.api.spi.HttpLimits;

/**
 * The routes and settings of a service, which the builders of services and servers have in common. For use by one
 * thread. Each setting has a default.
 *
 * @param <B> the type of the builder
 */
abstract sealed class ServiceSettings<B extends ServiceSettings<B>> extends RouteSettings<B>
        permits SseService.Builder, SseServer.Builder {
    private Optional<Executor> executor = Optional.empty();
    private Optional<Cors> cors = Optional.empty();
    private Optional<Event> closingEvent = Optional.empty();
    private Optional<ReconnectDelay> reconnectDelay = Optional.empty();
    private Optional<ServerObserver> observer = Optional.empty();
    private Ticker ticker = Ticker.system();
    private HttpLimits limits = HttpLimits.defaults();
    private int maxStreams = Integer.MAX_VALUE;
    private int maxStreamsPerAddress = Integer.MAX_VALUE;
    private int maxRevalidations = 16;
    private int maxCompressors = 256;
    private Duration closeTimeout = Duration.ofSeconds(5);

    ServiceSettings() {}

    /** Replaces all routes and settings. */
    final B settings(ServiceConfig config) {
        routes = config.routes().copy();
        executor = config.executor();
        cors = config.cors();
        closingEvent = config.closingEvent();
        reconnectDelay = config.reconnectDelay();
        observer = config.observer();
        ticker = config.ticker();
        limits = config.limits();
        maxStreams = config.maxStreams();
        maxStreamsPerAddress = config.maxStreamsPerAddress();
        maxRevalidations = config.maxRevalidations();
        maxCompressors = config.maxCompressors();
        closeTimeout = config.closeTimeout();
        return self();
    }

    /**
     * Returns the present routes and settings.
     *
     * @param what what is built, for the message
     * @throws IllegalStateException if there is no route
     */
    final ServiceConfig config(String what) {
        if (routes.isEmpty()) {
            throw new IllegalStateException(
                    what + " must have at least one route: add one with stream, respond or fallback");
        }
        return new ServiceConfig(
                routes.copy(),
                limits,
                executor,
                ticker,
                cors,
                maxStreams,
                maxStreamsPerAddress,
                maxRevalidations,
                maxCompressors,
                closeTimeout,
                closingEvent,
                reconnectDelay,
                observer);
    }

    /**
     * Sets the origins whose pages may read the responses. Default: none but the same origin.
     *
     * @param cors the origins
     * @return this builder
     */
    public B cors(Cors cors) {
        this.cors = Optional.of(Objects.requireNonNull(cors, "cors"));
        return self();
    }

    /**
     * Sets the executor of user code. The caller shuts it down. Default: virtual threads from JDK 24 on, otherwise at
     * most 1,000 daemon threads for handlers, responders, admissions, suppliers and transforms, and further ones for
     * {@code onClose} actions and the observer.
     *
     * <p>An executor that is given here runs all of that, so it needs more threads than there are handlers that block:
     * if handlers hold all its threads, an {@code onClose} action that would end them is never run. Limit the handlers
     * by {@link #maxStreams}, to less than the number of threads.
     *
     * <p>It should not reject tasks either. If it throws, the client of an admission or a responder is asked to come
     * back later as with {@link #maxStreams}, the stream of a handler or a callback is closed with
     * {@link CloseReason#FAILED}, and an {@code onClose} action runs on the thread that noticed the end of the stream,
     * and delays it.
     *
     * @param executor runs handlers, responders and callbacks
     * @return this builder
     */
    public B executor(Executor executor) {
        this.executor = Optional.of(Objects.requireNonNull(executor, "executor"));
        return self();
    }

    /**
     * Sets the source of time. Default: {@link Ticker#system()}.
     *
     * @param ticker the ticker
     * @return this builder
     */
    public B ticker(Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return self();
    }

    /**
     * Sets the maximum number of open streams. At the limit no open stream is closed: a client that accepts an event
     * stream by name receives a stream that holds a random reconnection time of 5 to 15 s and ends, so that it
     * reconnects by itself; any other client receives 503 with {@code Retry-After}. Default: no limit.
     *
     * @param streams the number of streams
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B maxStreams(int streams) {
        if (streams < 1) {
            throw new IllegalArgumentException("max streams must be positive: " + streams);
        }
        maxStreams = streams;
        return self();
    }

    /**
     * Sets the maximum number of open streams of each client address; of IPv6 addresses the first 64 bits are compared.
     * At the limit a client is answered as with {@link #maxStreams}. Behind a proxy all clients have the proxy's
     * address: limit them there. Clients behind one translator share an address, too: those of a household or a mobile
     * network behind NAT or NAT64 (RFC 6146), and, at a server that has only IPv6, all clients with IPv4 whose
     * addresses a translator puts below {@code 64:ff9b::/96} (RFC 6052). Default: no limit.
     *
     * @param streams the number of streams
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B maxStreamsPerAddress(int streams) {
        if (streams < 1) {
            throw new IllegalArgumentException("max streams per address must be positive: " + streams);
        }
        maxStreamsPerAddress = streams;
        return self();
    }

    /**
     * Sets how many {@linkplain StreamOptions.Builder#revalidation revalidations} run at the same time; further ones
     * wait. It bounds the load on the service that they ask. Default: 16.
     *
     * @param calls the number of calls
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B maxRevalidations(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("max revalidations must be positive: " + calls);
        }
        maxRevalidations = calls;
        return self();
    }

    /**
     * Sets how many compressors streams may share at the same time. A topic with two subscribers or more whose streams
     * are {@linkplain StreamOptions.Builder#compression compressed} has one on each lane with such streams, until a
     * minute passes without an event; each takes up to 260 KB of memory that is not on the heap. The subscribers of
     * further topics are sent their events compressed one batch at a time, which saves little. Default: 256.
     *
     * @param compressors the number of compressors
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B maxCompressors(int compressors) {
        if (compressors < 1) {
            throw new IllegalArgumentException("max compressors must be positive: " + compressors);
        }
        maxCompressors = compressors;
        return self();
    }

    /**
     * Sets the limits on requests. Default: {@link HttpLimits#defaults()}.
     *
     * @param limits the limits
     * @return this builder
     */
    public B limits(HttpLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return self();
    }

    /**
     * Sets how long clients may take, when the service closes, to read what is queued for them. Default: 5 s.
     *
     * @param timeout the time, at most 36,500 days; zero closes all connections at once
     * @return this builder
     * @throws IllegalArgumentException if it is negative, or longer than that
     */
    public B closeTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        closeTimeout = DurationRange.NOT_NEGATIVE.check("close timeout", timeout);
        return self();
    }

    /**
     * Sets the last event that every stream receives when the service closes. Default: none.
     *
     * @param event the event
     * @return this builder
     */
    public B closingEvent(Event event) {
        closingEvent = Optional.of(Objects.requireNonNull(event, "event"));
        return self();
    }

    /**
     * Sets the bounds of the random reconnection time that every stream receives when the service closes, within the
     * {@linkplain #closingEvent closing event} if there is one, so that clients do not all reconnect at the same time.
     * The {@link StreamOptions#retry()} of the next stream replaces it. Default: clients keep their reconnection time.
     *
     * @param min the shortest reconnection time
     * @param max the longest reconnection time, at most {@link Event#MAX_RETRY}
     * @return this builder
     * @throws IllegalArgumentException if the shortest time is negative or longer than the longest, or the longest is
     *     above {@link Event#MAX_RETRY}
     */
    public B reconnectDelay(Duration min, Duration max) {
        Objects.requireNonNull(min, "min");
        Objects.requireNonNull(max, "max");
        reconnectDelay = Optional.of(ReconnectDelay.of(min, max));
        return self();
    }

    /**
     * Sets the observer of the streams. Default: none, which costs nothing.
     *
     * @param observer the observer; replaces the previous one
     * @return this builder
     */
    public B observer(ServerObserver observer) {
        this.observer = Optional.of(Objects.requireNonNull(observer, "observer"));
        return self();
    }
}
