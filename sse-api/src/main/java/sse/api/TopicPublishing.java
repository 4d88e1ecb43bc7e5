package sse.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import sse.api.internal.topic.TopicCore;

/** The part of a topic that publishes. Thread-safe. */
abstract class TopicPublishing extends NonBlockingHandler {
    final TopicCore core;

    TopicPublishing(TopicCore core) {
        this.core = core;
    }

    /**
     * Publishes an event. Never waits for a subscriber. In a {@link Hub} with a history or a backplane it waits until
     * that has acknowledged the event: not for lanes, nor for code that must not block.
     *
     * @param event the event; without an id it is given one
     * @return the id it has
     * @throws IllegalArgumentException if its id is empty, which would reset the client's last event id, so that it
     *     could not resume; or if it has one, and the hub gives ids
     * @throws IllegalStateException if the topic is closed
     * @throws PublishException if the hub's history or backplane did not acknowledge the event
     */
    public String publish(Event event) {
        requireResumable(Objects.requireNonNull(event, "event"));
        return core.publish(List.of(event)).get(0);
    }

    /**
     * Returns the id of the newest event that the topic has published, or received from the backplane of its hub. If
     * there has been none, or if that is no longer known, returns an id that stands for the same position: a client
     * that resumed from it would receive every later event.
     *
     * <p>Every event that {@link #publish} has returned the id of is up to this one. So the state of a snapshot is
     * complete if it is read after this id, or under a lock that publishers hold while they change the state and
     * publish.
     *
     * @return the id
     */
    public String lastId() {
        return core.lastId();
    }

    /**
     * Publishes an event without waiting for anything. Events that a thread publishes are in the order of its calls,
     * whether it waits for them or not.
     *
     * @param event the event; without an id it is given one
     * @return its id, once it is published; fails with a {@link PublishException} if the hub's history or backplane did
     *     not acknowledge it. Code that depends on the stage may block
     * @throws IllegalArgumentException as {@link #publish} does
     * @throws IllegalStateException if the topic is closed
     */
    public CompletionStage<String> publishAsync(Event event) {
        requireResumable(Objects.requireNonNull(event, "event"));
        return core.publishAsync(List.of(event)).thenApply(ids -> ids.get(0));
    }

    /**
     * Publishes events that follow one another: no other thread's event comes between them. Waits as {@link #publish}
     * does.
     *
     * @param events the events, at most as many as the history holds; without history, and with {@code latestByKey},
     *     1,024; in a hub with a history or a backplane, as many as that accepts at once
     * @return their ids, in the same order
     * @throws IllegalArgumentException if they are more, or as {@link #publish} does; then nothing is published
     * @throws IllegalStateException if the topic is closed
     * @throws PublishException if the hub's history or backplane did not acknowledge the events
     */
    public List<String> publishAll(List<Event> events) {
        List<Event> published = List.copyOf(Objects.requireNonNull(events, "events"));
        published.forEach(TopicPublishing::requireResumable);
        return core.publish(published);
    }

    /**
     * Publishes an event, and waits before that until the subscribers that keep up have room for it: until they have
     * read the events that it evicts from the history. So a producer that is faster than the network is slowed down to
     * the pace of the lanes and their clients, and no client that keeps up loses an event.
     *
     * <p>A subscriber keeps up that has been in step, or at the newest event, since it lost events last. One that the
     * producer has waited for in vain does not keep up any more, so that it delays the producer once. When the time is
     * over, the event is published all the same, and the {@link LagPolicy} applies to those that are behind.
     *
     * <p>Not for lanes, nor for code that must not block: a stream whose lane waits here could not read.
     *
     * @param event the event; without an id it is given one
     * @param timeout how long to wait at most; real time, whatever the topic's ticker; not negative
     * @return the id it has
     * @throws IllegalArgumentException as {@link #publish(Event)} does, or if the timeout is negative
     * @throws IllegalStateException if the topic is closed
     * @throws InterruptedException if the thread is interrupted while it waits; then nothing is published
     * @throws PublishException if the hub's history or backplane did not acknowledge the event
     */
    public String publish(Event event, Duration timeout) throws InterruptedException {
        requireResumable(Objects.requireNonNull(event, "event"));
        return core.publish(List.of(event), requireTimeout(timeout)).get(0);
    }

    /**
     * Publishes events as {@link #publishAll(List)} does, and waits before that as {@link #publish(Event, Duration)}
     * does.
     *
     * @param events the events, at most as many as {@link #publishAll(List)} accepts
     * @param timeout how long to wait at most
     * @return their ids, in the same order
     * @throws IllegalArgumentException as {@link #publishAll(List)} does, or if the timeout is negative
     * @throws IllegalStateException if the topic is closed
     * @throws InterruptedException if the thread is interrupted while it waits; then nothing is published
     * @throws PublishException if the hub's history or backplane did not acknowledge the events
     */
    public List<String> publishAll(List<Event> events, Duration timeout) throws InterruptedException {
        List<Event> published = List.copyOf(Objects.requireNonNull(events, "events"));
        published.forEach(TopicPublishing::requireResumable);
        return core.publish(published, requireTimeout(timeout));
    }

    private static Duration requireTimeout(Duration timeout) {
        if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
        return timeout;
    }

    private static void requireResumable(Event event) {
        if (event.id().filter(String::isEmpty).isPresent()) {
            throw new IllegalArgumentException(
                    "id of a published event must not be empty, which resets the client's: " + event);
        }
    }
}
