package sse.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sse.api.internal.topic.HubCore;
import sse.api.internal.topic.TopicCore;

/**
 * Delivers each published event to all streams that subscribe to it. Thread-safe; closed by {@link #close()}.
 *
 * <p>A topic is a handler of streams: {@code builder.stream("/prices", prices)}.
 *
 * <p>An event is encoded once and appended to the topic's history once; each stream is a position in it. Publishing
 * costs the publisher a signal for each lane (each event loop), not for each subscriber, and never waits for a socket.
 * A slow client is a position only and requires no memory; when its next event is no longer retained, the
 * {@link LagPolicy} applies.
 *
 * <p>A subscriber with a {@code Last-Event-ID} receives every later event exactly once, in order, and then the events
 * that are published: both are the same sequence. If the id is unknown, or the events after it are no longer retained,
 * the client receives an event of type {@code gap}, unless another is {@linkplain Builder#gapEvent set}, and starts as
 * the {@link GapPolicy} defines. An {@code EventSource} that starts after all retained events receives the newest id as
 * a {@linkplain ResumePointPolicy resume point}, so that it can resume although it has received no event.
 */
public final class Topic extends TopicPublishing implements StreamHandler, AutoCloseable {
    Topic(TopicCore core) {
        super(core);
    }

    /**
     * Starts with every default.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Subscribes a stream: it gets what follows its last event id, or, without one, what is published from now on.
     * Returns at once. What was sent to the stream before goes first; after that neither waits for the other, so the
     * order between them is not that of the calls.
     *
     * <p>Subscribing a stream twice sends it each event twice. On a closed stream the subscription ends soon, without
     * an exception. If the topic is closed after this call, the subscription ends, and the stream stays open. A resumed
     * stream that is subscribed again, after its subscription was cancelled, starts again after the
     * {@code Last-Event-ID} of its request, and not where the subscription ended.
     *
     * @param stream the stream; one that a server opened
     * @return the subscription
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     * @throws IllegalStateException if the topic is closed
     */
    public Subscription subscribe(EventStream stream) {
        Objects.requireNonNull(stream, "stream");
        return TopicCore.subscribe(stream, List.of(core), Optional.empty()).get(0);
    }

    /**
     * Subscribes a stream that receives the topic's events as a function of its own returns them: as they are, changed,
     * or not at all. As {@link #subscribe(EventStream)} in all else: it resumes, it may lag, and what it loses is
     * counted.
     *
     * <p>The function is called for each event once, in order, one at a time, on the server's executor, and may block:
     * its stream then lags, and no other. If it throws, its stream ends with {@link CloseReason#FAILED}, and no other.
     * An event that it returns without an id, or with the one it had, resumes as the original would; with another id it
     * cannot be resumed.
     *
     * <p>A client is moved on past events that it does not receive, so that it can resume after a long silence: when
     * its last event id has come into the older half of the history, it is sent the newest one as a
     * {@linkplain ResumePointPolicy resume point}, if it receives these. A client that leaves before that resumes where
     * it was, and the function is applied again.
     *
     * <p>Costs what the function costs, and a task of the executor for up to 128 events. Subscribers without a
     * transform share the bytes of an event; those whose transform returns it as it is do too, but are written to one
     * by one.
     *
     * @param stream the stream; one that a server opened
     * @param transform returns what the stream receives for an event, or empty if nothing
     * @return the subscription
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     * @throws IllegalStateException if the topic is closed
     */
    public Subscription subscribe(EventStream stream, Function<? super Event, Optional<Event>> transform) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(transform, "transform");
        return TopicCore.subscribe(stream, List.of(core), Optional.of(transform))
                .get(0);
    }

    /**
     * Subscribes a stream that receives those of the topic's events that a filter accepts. As
     * {@link #subscribe(EventStream, Function)} with a function that returns the event or nothing; not an overload of
     * it, since a lambda would fit both.
     *
     * @param stream the stream; one that a server opened
     * @param filter returns true if the stream receives an event
     * @return the subscription
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     * @throws IllegalStateException if the topic is closed
     */
    public Subscription subscribeFiltered(EventStream stream, Predicate<? super Event> filter) {
        return subscribe(stream, transformOf(filter));
    }

    private static Function<Event, Optional<Event>> transformOf(Predicate<? super Event> filter) {
        Objects.requireNonNull(filter, "filter");
        return event -> filter.test(event) ? Optional.of(event) : Optional.empty();
    }

    /**
     * Subscribes a stream that has just been opened, as {@link #subscribe(EventStream)} does. A server that was given
     * the topic itself as the handler of a path, {@code builder.stream("/prices", prices)}, knows that it never blocks
     * and calls it on the stream's lane; {@code prices::subscribe} is handed to the executor like any other code, which
     * makes opening a stream dearer. If the topic is closed, the stream is closed, too, with
     * {@link CloseReason#COMPLETED}.
     *
     * @param stream the stream; one that a server opened
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     */
    @Override
    public void onOpen(EventStream stream) {
        core.subscribeOrClose(Objects.requireNonNull(stream, "stream"), Optional.empty());
    }

    /**
     * Subscribes a stream to several topics at once. Events of all of them arrive in the order in which they were
     * published, so the id of any one names the position in each: a client that resumes misses none and gets none
     * twice. Subscribing one after the other works too, but does not promise that for a client that resumes.
     *
     * @param stream the stream; one that a server opened
     * @param topics the topics
     * @return the subscriptions, in the order of the topics
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     * @throws IllegalStateException if one of the topics is closed; then the stream is subscribed to none
     */
    public static List<Subscription> subscribe(EventStream stream, List<Topic> topics) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(topics, "topics");
        return TopicCore.subscribe(stream, cores(topics), Optional.empty());
    }

    /**
     * Subscribes a stream to several topics at once, as {@link #subscribe(EventStream, List)} does, and applies a
     * function to their events as {@link #subscribe(EventStream, Function)} does.
     *
     * @param stream the stream; one that a server opened
     * @param topics the topics
     * @param transform returns what the stream receives for an event of any of them, or empty if nothing
     * @return the subscriptions, in the order of the topics
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     * @throws IllegalStateException if one of the topics is closed; then the stream is subscribed to none
     */
    public static List<Subscription> subscribe(
            EventStream stream, List<Topic> topics, Function<? super Event, Optional<Event>> transform) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(transform, "transform");
        return TopicCore.subscribe(stream, cores(topics), Optional.of(transform));
    }

    /**
     * Subscribes a stream to several topics at once, as {@link #subscribe(EventStream, List)} does, of which it
     * receives those events that a filter accepts.
     *
     * @param stream the stream; one that a server opened
     * @param topics the topics
     * @param filter returns true if the stream receives an event of any of them
     * @return the subscriptions, in the order of the topics
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     * @throws IllegalStateException if one of the topics is closed; then the stream is subscribed to none
     */
    public static List<Subscription> subscribeFiltered(
            EventStream stream, List<Topic> topics, Predicate<? super Event> filter) {
        return subscribe(stream, topics, transformOf(filter));
    }

    private static List<TopicCore> cores(List<Topic> topics) {
        return topics.stream().map(topic -> topic.core).toList();
    }

    /**
     * Returns how many streams are subscribed.
     *
     * @return the number of subscriptions
     */
    public int subscribers() {
        return core.subscribers();
    }

    /**
     * Returns what the topic retains, and how far its subscribers are behind. Takes a lock that publishers need, for a
     * moment.
     *
     * @return a snapshot
     */
    public TopicStatistics statistics() {
        return core.statistics();
    }

    /**
     * Ends every subscription and takes no more events. The streams stay open. Returns at once; closing again does
     * nothing.
     *
     * <p>A subscription ends at its position. A subscriber that has not received what was published before does not
     * receive it any more, and it is not counted as lost: a slow one, and often one with a transform or with several
     * topics, which is written to later than others. For a last event that every subscriber is to receive, publish it,
     * close the streams ({@link EventStream#close()}), which receive it first, and close the topic when they are gone.
     */
    @Override
    public void close() {
        core.close();
    }

    /** Collects the settings of a topic, each with a default. For use by one thread. */
    public static final class Builder extends TopicSettings<Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Makes the topic.
         *
         * @return the topic
         * @throws IllegalStateException if {@code latestByKey} or {@code noHistory} is set together with a setting of
         *     another history
         */
        public Topic build() {
            return new Topic(HubCore.ofProcess().create(definition()));
        }
    }
}
