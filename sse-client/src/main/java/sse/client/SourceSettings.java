package sse.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.EventDecoder;
import sse.api.MessageEvent;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.client.internal.connection.DecoderSettings;
import sse.client.internal.connection.HttpClients;
import sse.client.internal.connection.SourceConfig;
import sse.client.internal.connection.Timeouts;
import sse.client.internal.read.ListenerSink;

/**
 * The settings of a source that do not concern its requests or reconnecting. For use by one thread. Each setting has a
 * default.
 *
 * @param <B> the type of the builder
 */
abstract sealed class SourceSettings<B extends SourceSettings<B>> extends ReconnectSettings<B>
        permits EventSource.Builder {
    private final Map<String, Consumer<MessageEvent>> listeners = new LinkedHashMap<>();
    private @Nullable Consumer<MessageEvent> otherListener;
    private String lastEventId = "";
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration responseTimeout = Duration.ofMinutes(1);
    private Duration idleTimeout = Duration.ofMinutes(5);
    private int maxLineBytes = EventDecoder.DEFAULT_MAX_LINE_BYTES;
    private int maxEventBytes = EventDecoder.DEFAULT_MAX_EVENT_BYTES;
    private String resumePointType = StreamOptions.defaults().resumePointType();
    private SourceObserver observer = new SourceObserver() {};
    private Optional<Executor> executor = Optional.empty();
    private Ticker ticker = Ticker.system();

    SourceSettings(URI uri) {
        super(uri);
    }

    final SourceConfig config() {
        Optional<HttpClient> given = client();
        return new SourceConfig(
                plan(),
                given.orElseGet(() -> HttpClients.withConnectTimeout(connectTimeout)),
                given.isPresent(),
                new Timeouts(responseTimeout, idleTimeout),
                new DecoderSettings(maxLineBytes, maxEventBytes, resumePointType),
                retrySettings(),
                policy(),
                observer,
                executor.orElseGet(HttpClients::callbackExecutor),
                ticker,
                random(),
                lastEventId);
    }

    final @Nullable ListenerSink listeners() {
        if (listeners.isEmpty() && otherListener == null) {
            return null;
        }
        return new ListenerSink(listeners, otherListener == null ? ignored -> {} : otherListener);
    }

    /**
     * Adds a listener for the events of a type, which {@link EventSource#start()} needs. It replaces an earlier one for
     * the type.
     *
     * @param type the type; that of an event without one is {@code message}
     * @param listener called on the executor, one event at a time; while it runs, no further event is decoded. What it
     *     throws is logged
     * @return this builder
     */
    public B onEvent(String type, Consumer<MessageEvent> listener) {
        listeners.put(Objects.requireNonNull(type, "type"), Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Sets the listener for the events of all types that have no other listener. Without it they are dropped.
     *
     * @param listener as for {@link #onEvent(String, Consumer)}
     * @return this builder
     */
    public B onEvent(Consumer<MessageEvent> listener) {
        otherListener = Objects.requireNonNull(listener, "listener");
        return self();
    }

    /**
     * Sets the initial last event ID, with which an earlier run of the program has stopped; default none.
     *
     * @param lastEventId the id; empty for none
     * @return this builder
     * @throws IllegalArgumentException if it contains NUL, CR or LF, which no id contains
     */
    public B lastEventId(String lastEventId) {
        if (Objects.requireNonNull(lastEventId, "lastEventId")
                .chars()
                .anyMatch(c -> c == 0 || c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("last event ID must not contain NUL, CR or LF");
        }
        this.lastEventId = lastEventId;
        return self();
    }

    /**
     * Sets the deadline for making a connection; default 10 s. A {@linkplain #client client} of the program has its
     * own.
     *
     * @param timeout the timeout; must be positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or longer than 36,500 days
     */
    public B connectTimeout(Duration timeout) {
        this.connectTimeout = Bounds.positive("connect timeout", Objects.requireNonNull(timeout, "timeout"));
        return self();
    }

    /**
     * Sets the deadline for the head of the response, from the beginning of the attempt; default 1 min.
     *
     * @param timeout the timeout; must be positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or longer than 36,500 days
     */
    public B responseTimeout(Duration timeout) {
        this.responseTimeout = Bounds.positive("response timeout", Objects.requireNonNull(timeout, "timeout"));
        return self();
    }

    /**
     * Sets how long an open stream may be silent; default 5 min. Every byte counts, so a server's comments keep the
     * connection. A connection whose peer has vanished is noticed by this only: with a server that sends a comment each
     * 15 s, 45 s is a good value. The time does not run while the reader is slow.
     *
     * @param timeout the timeout; zero for none
     * @return this builder
     * @throws IllegalArgumentException if it is negative, or longer than 36,500 days
     */
    public B idleTimeout(Duration timeout) {
        this.idleTimeout = Bounds.notNegative("idle timeout", Objects.requireNonNull(timeout, "timeout"));
        return self();
    }

    /**
     * Sets the limit on a line; default {@link EventDecoder#DEFAULT_MAX_LINE_BYTES}.
     *
     * @param maxLineBytes the maximum number of bytes, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public B maxLineBytes(int maxLineBytes) {
        this.maxLineBytes = Bounds.positive("maxLineBytes", maxLineBytes);
        return self();
    }

    /**
     * Sets the limit on the data of an event; default {@link EventDecoder#DEFAULT_MAX_EVENT_BYTES}.
     *
     * @param maxEventBytes the maximum number of bytes, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public B maxEventBytes(int maxEventBytes) {
        this.maxEventBytes = Bounds.positive("maxEventBytes", maxEventBytes);
        return self();
    }

    /**
     * Sets the type of resume points, which servers of this library send to a client that has had no event yet: an
     * event without data whose id is where the client resumes. It is taken as the last event ID and not delivered.
     * Default {@code resume-point}, which is also the default of {@link StreamOptions#resumePointType()}.
     *
     * @param type the type; empty to deliver every event
     * @return this builder
     */
    public B resumePointType(String type) {
        this.resumePointType = Objects.requireNonNull(type, "type");
        return self();
    }

    /**
     * Sets the observer of connections, comments and {@code retry}; default none.
     *
     * @param observer the observer
     * @return this builder
     */
    public B observer(SourceObserver observer) {
        this.observer = Objects.requireNonNull(observer, "observer");
        return self();
    }

    /**
     * Sets the executor of all user code and of decoding. The default is shared by the sources of the process: virtual
     * threads from JDK 24 on, otherwise up to 1,000 daemon threads that end when they are idle. An executor that
     * rejects a task ends the source with {@link EndReason#FAILED}.
     *
     * @param executor the executor; never shut down by the source
     * @return this builder
     */
    public B executor(Executor executor) {
        this.executor = Optional.of(Objects.requireNonNull(executor, "executor"));
        return self();
    }

    /**
     * Sets the clock of delays and deadlines, for tests; default {@link Ticker#system()}.
     *
     * @param ticker the ticker
     * @return this builder
     */
    public B ticker(Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return self();
    }
}
