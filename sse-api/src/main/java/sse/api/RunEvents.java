package sse.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import sse.api.internal.run.RunConfig;
import sse.api.internal.subscription.GapSign;
import sse.api.internal.topic.TopicConfig;
import sse.api.spi.http.Quote;

/**
 * The events that runs send by themselves. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class RunEvents<B extends RunEvents<B>> {
    private Optional<Event> completed = Optional.of(Event.of("end", "completed"));
    private Optional<Event> stopped = Optional.of(Event.of("end", "stopped"));
    private Function<? super Throwable, Event> failed = failure -> Event.of("failed", "the run failed");
    private Optional<Event> gap = Optional.of(Event.of("gap", "events were lost"));

    RunEvents() {}

    abstract B self();

    /**
     * Sets the last event of a run that has completed. Default: type {@code end}, data {@code completed}.
     *
     * @param event the event, without an id
     * @return this builder
     * @throws IllegalArgumentException if it has an id
     */
    public B endEvent(Event event) {
        completed = Optional.of(withoutId(event));
        return self();
    }

    /**
     * Sets the last event of a run that was stopped. Default: type {@code end}, data {@code stopped}.
     *
     * @param event the event, without an id
     * @return this builder
     * @throws IllegalArgumentException if it has an id
     */
    public B stopEvent(Event event) {
        stopped = Optional.of(withoutId(event));
        return self();
    }

    /**
     * Sends no event at the end of a run that has completed or was stopped: the last one is that of the producer. For
     * producers that send the end of a protocol themselves.
     *
     * @return this builder
     */
    public B noEndEvent() {
        completed = Optional.empty();
        stopped = Optional.empty();
        return self();
    }

    /**
     * Sets the last event of a run whose producer has thrown. Default: type {@code failed}, data {@code the run
     * failed}. A page that uses {@code EventSource} cannot distinguish the type {@code error} from its errors of the
     * connection.
     *
     * @param ofFailure returns the event, without an id, for what was thrown; runs on the producer's thread. If it
     *     throws, that is logged, and the default is sent
     * @return this builder
     */
    public B failureEvent(Function<? super Throwable, Event> ofFailure) {
        failed = Objects.requireNonNull(ofFailure, "ofFailure");
        return self();
    }

    /**
     * Sets the event that notifies a client, before any other event, that what it receives does not follow what it has:
     * its last event ID is not one of the run, or events after it are no longer retained. Default: type {@code gap},
     * data {@code events were lost}.
     *
     * @param event the event
     * @return this builder
     */
    public B gapEvent(Event event) {
        gap = Optional.of(Objects.requireNonNull(event, "event"));
        return self();
    }

    /**
     * Sends no event to a client that has a gap.
     *
     * @return this builder
     */
    public B noGapEvent() {
        gap = Optional.empty();
        return self();
    }

    private static Event withoutId(Event event) {
        Objects.requireNonNull(event, "event").id().ifPresent(id -> {
            throw new IllegalArgumentException("event must have no id, which the run gives: " + Quote.of(id));
        });
        return event;
    }

    final RunConfig.LastEvents lastEvents() {
        return new RunConfig.LastEvents(completed, stopped, failed);
    }

    final TopicConfig topicConfig() {
        return new TopicConfig(
                LagPolicy.GAP,
                GapPolicy.OLDEST,
                gap.map(event -> new GapSign(event, false)),
                Long.MAX_VALUE,
                TopicConfig.Resuming.DEFAULTS,
                TopicConfig.Signs.NONE,
                List.of(),
                List.of(),
                List.of());
    }
}
