package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.internal.run.RunCore;
import sse.api.internal.time.DurationRange;
import sse.api.spi.http.Quote;

/**
 * A producer with an end, whose events are kept apart from any connection: it goes on when its clients leave, and every
 * client that attaches receives the same events, byte for byte, in the same order. Made by {@link Runs#start}.
 * Thread-safe. Two are equal if they are the same run. A null argument causes a {@link NullPointerException}.
 *
 * <p>A run is a handler of streams. It sends a stream what follows the client's last event ID, or everything from the
 * beginning; then what its producer sends; and at last the {@linkplain Runs.Builder#endEvent end event}, after which it
 * closes the stream with {@link CloseReason#COMPLETED}. A client whose id is not one of this run, but of another or of
 * one before a restart, receives the {@linkplain Runs.Builder#gapEvent gap event} and then everything from the
 * beginning; so does one that asks for events which are no longer {@linkplain Runs.Builder#history retained}, from the
 * oldest that is.
 *
 * <p>A client that has received the last event has nothing to come back for, but an {@code EventSource} reconnects
 * whenever a stream ends. {@link #reply(Request)} answers it with 204 then, so that it stays away:
 *
 * <pre>{@code
 * builder.respond("/runs/{id}", request -> runs.reply(request.pathParameter("id"), request));
 * }</pre>
 *
 * <p>After its end a run can be found for the {@linkplain Runs.Builder#retention retention}, or until room is needed.
 * This object remains usable after that, and holds the events in memory as long as it is referenced.
 */
public final class Run extends NonBlockingHandler implements StreamHandler {
    private final RunCore core;

    Run(RunCore core) {
        this.core = core;
    }

    /**
     * Returns the key that the run was started with.
     *
     * @return the key
     */
    public String key() {
        return core.key();
    }

    /**
     * Returns whether the run is running, or how it has ended.
     *
     * @return the state; it changes once
     */
    public RunState state() {
        return core.state();
    }

    /**
     * Stops the run: it ends at once with {@link RunState#STOPPED}, every client receives the
     * {@linkplain Runs.Builder#stopEvent stop event} as its last one, the producer's thread is interrupted, and what it
     * has registered by {@link RunOutput#onStop} runs. Does not wait for the producer. Has no effect on a run that has
     * ended.
     *
     * @return true if this call has ended the run
     */
    public boolean stop() {
        return core.stop();
    }

    /**
     * Waits until the run has ended. Its clients may not have received the last event by then.
     *
     * @param timeout how long to wait at most, in real time; zero does not wait
     * @return true if the run has ended
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalArgumentException if the timeout is negative or longer than 36,500 days
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        return core.awaitEnd(
                DurationRange.NOT_NEGATIVE.check("timeout", timeout).toNanos());
    }

    /**
     * Returns the reply to a request for this run: a stream with the {@linkplain Runs.Builder#streamOptions options of
     * the runs}, or 204 if {@link #isFinishedFor} holds.
     *
     * @param request the request; its last event ID counts
     * @return the reply
     */
    public Reply reply(Request request) {
        return isFinishedFor(request) ? Response.of(204) : Reply.stream(core.options(), this);
    }

    /**
     * Returns the reply to a request for this run whose client receives the events as a function returns them: a stream
     * that is {@linkplain #attach attached} with it, or 204 as {@link #reply(Request)} does.
     *
     * @param request the request; its last event ID counts
     * @param transform returns what the client receives for an event, or empty if nothing
     * @return the reply
     */
    public Reply reply(Request request, Function<? super Event, Optional<Event>> transform) {
        Objects.requireNonNull(transform, "transform");
        return isFinishedFor(request)
                ? Response.of(204)
                : Reply.stream(core.options(), stream -> attach(stream, transform));
    }

    /**
     * Returns true if the run has ended and the client has received everything: its last event ID is that of the last
     * event, or there was no event at all. The id is where the {@linkplain Runs.Builder#streamOptions options of the
     * runs} find it: in the header, the query, or by a function, which may block.
     *
     * @param request a request of the client
     * @return true if nothing is left to send
     */
    public boolean isFinishedFor(Request request) {
        Objects.requireNonNull(request, "request");
        StreamOptions options = core.options();
        Optional<String> id = request.headers()
                .first("Last-Event-ID")
                .or(() -> options.lastEventIdParameter().flatMap(request::queryParameter))
                .filter(named -> !named.isEmpty())
                .or(() -> options.lastEventId().flatMap(function -> function.apply(request)));
        return core.isFinishedFor(id);
    }

    /**
     * Attaches a stream that has just been opened. Never blocks. A server that was given the run itself, by
     * {@link #reply(Request)} or {@link Reply#stream(StreamHandler)}, calls it on the stream's lane. A stream that is
     * subscribed to something else, too, is closed with {@link CloseReason#FAILED}: its client could resume one of them
     * only.
     *
     * @param stream the stream; one that a server opened
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     */
    @Override
    public void onOpen(EventStream stream) {
        core.attach(Objects.requireNonNull(stream, "stream"), Optional.empty());
    }

    /**
     * Attaches a stream that receives the run's events as a function of its own returns them: as they are, changed, or
     * not at all. So each client of a run can have a view of it, such as responses to its own request, or without what
     * it may not read. As {@link #onOpen} in all else: the stream resumes, and is closed after the last event.
     *
     * <p>The function is called for each event once, in order, one at a time, on the server's executor, and may block:
     * its stream then lags, and no other. If it throws, its stream ends with {@link CloseReason#FAILED}, and no other.
     * An event that it returns without an id, or with the one it had, resumes as the original would. It should return
     * something for the last event: a client that has not received its id is not answered 204 when it comes back, but
     * receives nothing again.
     *
     * @param stream the stream; one that a server opened
     * @param transform returns what the stream receives for an event, or empty if nothing
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     */
    public void attach(EventStream stream, Function<? super Event, Optional<Event>> transform) {
        Objects.requireNonNull(transform, "transform");
        core.attach(Objects.requireNonNull(stream, "stream"), Optional.of(transform));
    }

    /**
     * Returns how many streams are attached.
     *
     * @return the number
     */
    public int clients() {
        return core.clients();
    }

    /**
     * Returns how many events the run has, those that are no longer retained and the last event included.
     *
     * @return the number
     */
    public long events() {
        return core.events();
    }

    /**
     * Returns what the run takes in memory, as {@link Runs.Builder#maxBytes} counts it.
     *
     * @return the approximate number of bytes
     */
    public long bytes() {
        return core.bytes();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Run that && core == that.core;
    }

    @Override
    public int hashCode() {
        return core.hashCode();
    }

    /** Returns the key and the state. */
    @Override
    public String toString() {
        return "Run[" + Quote.of(key()) + ", " + state() + "]";
    }
}
