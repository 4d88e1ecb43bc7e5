package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import sse.api.internal.run.RunConfig;
import sse.api.internal.run.RunTable;
import sse.api.internal.time.DurationRange;

/**
 * Starts producers that outlive their clients, and finds them again by their keys. Thread-safe; closed by
 * {@link #close()}. A null argument causes a {@link NullPointerException}.
 *
 * <pre>{@code
 * Runs runs = Runs.builder().retention(Duration.ofMinutes(10)).build();
 * builder.respond("/answers/{id}", RequestOptions.methods("POST"), request -> runs.reply(
 *         request.pathParameter("id"), request, out -> model.answer(request.text()).forEach(out::send)));
 * builder.respond("/answers/{id}", RequestOptions.methods("GET"), request -> runs.reply(
 *         request.pathParameter("id"), request));
 * }</pre>
 *
 * <p>The POST starts the run, once, however often it is repeated, and streams it. The GET attaches again, after a
 * reload of the page for example: from the client's {@code Last-Event-ID}, or from the beginning. Keys are the
 * application's: it decides which clients it answers.
 *
 * <p>Runs are in memory, within limits: on their number, on their bytes together, on what each of them retains, and on
 * the time for which one is retained after its end. Where room is needed, runs that have ended are removed, the one
 * that has ended first before the others; one that is running is never removed, and a start that finds no room is
 * rejected. A run does not survive the process: a client that returns after a restart is answered 404. What must
 * survive it belongs into a topic of a {@link Hub} with a history.
 *
 * <p>A server that is closed ends its streams, and no run: clients attach again elsewhere, or to the next server.
 */
public final class Runs implements AutoCloseable {
    private static final int MIN_RETRY_SECONDS = 5;
    private static final int MAX_RETRY_SECONDS = 15;

    private final RunTable table;

    private Runs(RunConfig config) {
        this.table = new RunTable(config);
    }

    /**
     * Returns a builder with every default.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a run, or returns the one that has the key, whether it is running or has ended. Atomic: of any number of
     * threads that start the same key at once, one starts its producer, and all get the same run. Does not wait for the
     * producer.
     *
     * @param key the key, 1 to 255 characters
     * @param producer produces the events; not called if there is a run of that key
     * @return the run
     * @throws IllegalArgumentException if the key is empty or longer
     * @throws IllegalStateException if these runs are closed, and there is none of that key
     * @throws RunRejectedException if there is no room, or the executor rejects the producer; answer with 503, as
     *     {@link #reply(String, Request, RunProducer)} does
     */
    public Run start(String key, RunProducer producer) {
        checked(key);
        return new Run(table.start(key, Objects.requireNonNull(producer, "producer")));
    }

    /**
     * Returns the run of a key, whether it is running or has ended.
     *
     * @param key the key, 1 to 255 characters
     * @return the run; empty if none was started, or it is no longer retained
     * @throws IllegalArgumentException if the key is empty or longer
     */
    public Optional<Run> find(String key) {
        return table.find(checked(key)).map(Run::new);
    }

    /**
     * Returns the run that an event ID is of, whether it is running or has ended. For protocols whose clients name
     * nothing but the {@code Last-Event-ID} when they come back, such as MCP.
     *
     * <p>The ids of a run contain 64 random bits, so they cannot be guessed, but a client can pass one on: check that
     * the run may be read by the client that names it, by its {@linkplain Run#key() key} for example.
     *
     * @param eventId the id; untrusted, any text
     * @return the run; empty if the id is of no run, of one that is no longer retained, or has not been sent yet
     */
    public Optional<Run> findByEventId(String eventId) {
        return table.findByEventId(Objects.requireNonNull(eventId, "eventId")).map(Run::new);
    }

    /**
     * Returns the reply to a request for the run of a key: that of {@link Run#reply(Request)}, or 404 if there is none,
     * after which an {@code EventSource} does not reconnect. A key that no run can have is answered 404, too.
     *
     * @param key the key; untrusted
     * @param request the request
     * @return the reply
     */
    public Reply reply(String key, Request request) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(request, "request");
        return table.find(key)
                .map(core -> new Run(core).reply(request))
                .orElseGet(() -> Response.text("there is no such run\n").withStatus(404));
    }

    /**
     * Starts a run, or attaches to the one that has the key, and returns the reply to the request: that of
     * {@link Run#reply(Request)}, or 503 with a {@code Retry-After} of 5 to 15 s, which differs from client to client,
     * where {@link #start} throws a {@link RunRejectedException}.
     *
     * @param key the key, 1 to 255 characters
     * @param request the request
     * @param producer produces the events; not called if there is a run of that key
     * @return the reply
     * @throws IllegalArgumentException if the key is empty or longer
     * @throws IllegalStateException if these runs are closed, and there is none of that key
     */
    public Reply reply(String key, Request request, RunProducer producer) {
        checked(key);
        Objects.requireNonNull(request, "request");
        try {
            return start(key, producer).reply(request);
        } catch (RunRejectedException rejected) {
            int seconds = ThreadLocalRandom.current().nextInt(MIN_RETRY_SECONDS, MAX_RETRY_SECONDS + 1);
            return Response.text("the server has no room for another run\n")
                    .withStatus(503)
                    .withHeader("Retry-After", Integer.toString(seconds));
        }
    }

    /**
     * Removes a run that has ended before its retention is over: a later {@link #start} with its key starts a new one.
     * Streams that are attached receive the rest.
     *
     * @param key the key, 1 to 255 characters
     * @return false if there is no run of that key, or it is running
     * @throws IllegalArgumentException if the key is empty or longer
     */
    public boolean remove(String key) {
        return table.remove(checked(key));
    }

    private static String checked(String key) {
        if (Objects.requireNonNull(key, "key").isEmpty() || key.length() > 255) {
            throw new IllegalArgumentException("run must have a key of 1 to 255 characters: " + key.length());
        }
        return key;
    }

    /**
     * Returns how many runs there are, what they take, and how many were started, rejected and evicted. Takes a lock
     * that {@link #start} needs, for a moment.
     *
     * @return a snapshot
     */
    public RunsStatistics statistics() {
        return table.statistics();
    }

    /**
     * Starts no more runs and stops those that are running, as {@link Run#stop} does. Runs that have ended can be found
     * for their retention, so that clients receive the rest while the server drains: close it afterwards. Returns
     * without waiting for producers or clients; closing again does nothing.
     */
    @Override
    public void close() {
        table.close(0);
    }

    /**
     * Starts no more runs, waits until those that are running have ended, and closes these runs as {@link #close()}
     * does. If the thread is interrupted while it waits, it closes them at once and stays interrupted.
     *
     * @param timeout how long to wait at most, in real time
     * @throws IllegalArgumentException if the timeout is negative or longer than 36,500 days
     */
    public void close(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        table.close(DurationRange.NOT_NEGATIVE.check("timeout", timeout).toNanos());
    }

    /** Collects the settings of runs, each with a default. For use by one thread. */
    public static final class Builder extends RunsSettings<Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Makes the runs. There is none at first.
         *
         * @return the runs
         */
        public Runs build() {
            return new Runs(config());
        }
    }
}
