package sse.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import sse.api.internal.history.RunLimits;
import sse.api.internal.run.RunConfig;
import sse.api.internal.run.RunCore;
import sse.api.internal.time.DurationRange;
import sse.api.spi.http.Quote;
import sse.api.spi.support.WorkerThreads;

/**
 * The settings of runs, each with a default. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class RunsSettings<B extends RunsSettings<B>> extends RunEvents<B> {
    private static final int MOST_PREFIX = 64;

    private int runs = 10_000;
    private long bytes = 256L << 20;
    private Duration retention = Duration.ofMinutes(10);
    private Optional<Duration> duration = Optional.empty();
    private int historyEvents = 100_000;
    private long historyBytes = 16L << 20;
    private int mostBehind;
    private String prefix = "";
    private StreamOptions options = StreamOptions.defaults();
    private Optional<Executor> executor = Optional.empty();
    private Ticker ticker = Ticker.system();
    private final List<Consumer<RunCore>> endListeners = new ArrayList<>();

    RunsSettings() {}

    /**
     * Sets how long a run can be found after its end. Default: 10 minutes.
     *
     * @param time the time; at most 36,500 days
     * @return this builder
     * @throws IllegalArgumentException if it is not positive or longer than that
     */
    public B retention(Duration time) {
        retention = DurationRange.POSITIVE.check("retention", Objects.requireNonNull(time, "time"));
        return self();
    }

    /**
     * Limits the number of runs, of those that have ended too. Default: 10,000. Where room is needed for another, the
     * one that has ended first is removed; if all are running, the start is rejected.
     *
     * @param number the maximum number
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B maxRuns(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("runs must be at least 1: " + number);
        }
        runs = number;
        return self();
    }

    /**
     * Limits the memory of all runs together. Default: 256 MiB. A run counts with 640 bytes and its key; each of its
     * events with its encoded bytes, its id and 144 bytes while the run is running, and with its encoded bytes and two
     * more afterwards.
     *
     * <p>Where room is needed, the run that has ended first is removed. If all are running, no other one starts, and a
     * run that sends an event evicts its own oldest ones for it: clients that attach from then on receive the
     * {@linkplain #gapEvent gap event} in place of them.
     *
     * @param number the maximum number of bytes
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1,024
     */
    public B maxBytes(long number) {
        if (number < 1024) {
            throw new IllegalArgumentException("runs must have at least 1024 bytes: " + number);
        }
        bytes = number;
        return self();
    }

    /**
     * Limits how many events each run retains. Default: 100,000. Then the oldest is evicted: clients that attach from
     * the beginning receive the {@linkplain #gapEvent gap event} in place of what is missing.
     *
     * @param events the maximum number of events, at most 16,777,216
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public B history(int events) {
        if (events < 1 || events > 1 << 24) {
            throw new IllegalArgumentException("history must be between 1 and 16777216 events: " + events);
        }
        historyEvents = events;
        return self();
    }

    /**
     * Limits what the events of each run take in memory, counted as {@link #maxBytes} counts those of a run that is
     * running. Default: 16 MiB. The newest event is always retained.
     *
     * @param number the maximum number of bytes
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B historyBytes(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("history must be at least 1 byte: " + number);
        }
        historyBytes = number;
        return self();
    }

    /**
     * Limits how long a run may take: one that is still running then is stopped, as {@link Run#stop} does. Default: no
     * limit.
     *
     * @param time the time from its start; at most 36,500 days
     * @return this builder
     * @throws IllegalArgumentException if it is not positive or longer than that
     */
    public B maxDuration(Duration time) {
        duration = Optional.of(DurationRange.POSITIVE.check("duration", Objects.requireNonNull(time, "time")));
        return self();
    }

    /**
     * Holds a producer back while its slowest client is more than a number of events behind: {@link RunOutput#send}
     * blocks until half of them have been written. Default: no client holds a producer back. A client counts as soon as
     * its stream is open, also while it is sent what was before; one that takes no bytes at all is disconnected after
     * the {@linkplain StreamOptions#writeTimeout write timeout}; while there is no client, the producer is not held
     * back.
     *
     * @param events the number of events
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B backPressure(int events) {
        if (events < 1) {
            throw new IllegalArgumentException("clients must be allowed to be at least 1 event behind: " + events);
        }
        mostBehind = events;
        return self();
    }

    /**
     * Sets what the id of every event begins with. Default: nothing. It is followed by 64 random bits that each run has
     * of its own, and the number of the event; clients should treat ids as opaque.
     *
     * @param text up to 64 ASCII letters, digits, hyphens and underscores
     * @return this builder
     * @throws IllegalArgumentException if the text is longer or has other characters
     */
    public B idPrefix(String text) {
        boolean allowed = Objects.requireNonNull(text, "text")
                .chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_');
        if (text.length() > MOST_PREFIX || !allowed) {
            throw new IllegalArgumentException(
                    "id prefix must be at most 64 ASCII letters, digits, hyphens and underscores: " + Quote.of(text));
        }
        prefix = text;
        return self();
    }

    /**
     * Sets the options of the streams that {@link Run#reply(Request)} opens. Default: {@link StreamOptions#defaults()}.
     *
     * @param streams the options
     * @return this builder
     * @throws IllegalArgumentException if they have an {@linkplain StreamOptions.Builder#admission admission}, which a
     *     responder replaces
     */
    public B streamOptions(StreamOptions streams) {
        if (Objects.requireNonNull(streams, "streams").admission().isPresent()) {
            throw new IllegalArgumentException(
                    "options of runs must have no admission: the responder decides about the request");
        }
        options = streams;
        return self();
    }

    /**
     * Sets what runs producers, {@link RunOutput#onStop} actions and {@link #onEnd} listeners. Default: a virtual
     * thread for each from JDK 24 on; before, at most 1,000 daemon threads for producers, further ones being queued,
     * and as many for the rest.
     *
     * @param threads the executor, which is not shut down; it must not run tasks in the caller, and if it has few
     *     threads, producers that block keep the actions from running that would end them
     * @return this builder
     */
    public B executor(Executor threads) {
        executor = Optional.of(Objects.requireNonNull(threads, "threads"));
        return self();
    }

    /**
     * Sets the source of time. Default: {@link Ticker#system()}.
     *
     * @param time the ticker
     * @return this builder
     */
    public B ticker(Ticker time) {
        ticker = Objects.requireNonNull(time, "time");
        return self();
    }

    /**
     * Adds a listener that is called on an executor when a run has ended, once for each. What it throws is logged.
     *
     * @param listener called with the run
     * @return this builder
     */
    public B onEnd(Consumer<? super Run> listener) {
        Objects.requireNonNull(listener, "listener");
        endListeners.add(run -> listener.accept(new Run(run)));
        return self();
    }

    /** Returns the settings. */
    final RunConfig config() {
        return new RunConfig(
                new RunConfig.Limits(runs, bytes, retention, duration),
                new RunLimits(historyEvents, historyBytes),
                threads(),
                ticker,
                lastEvents(),
                topicConfig(),
                options,
                prefix,
                mostBehind,
                List.copyOf(endListeners));
    }

    private RunConfig.Threads threads() {
        if (executor.isPresent()) {
            return new RunConfig.Threads(executor.get(), executor.get(), List.of());
        }
        ExecutorService producers = WorkerThreads.newExecutor("sse-run");
        ExecutorService callbacks = WorkerThreads.newExecutor("sse-run-callback");
        return new RunConfig.Threads(producers, callbacks, List.of(producers, callbacks));
    }
}
