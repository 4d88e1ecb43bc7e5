package sse.api;

import java.util.Objects;
import java.util.Optional;
import sse.api.internal.subscription.GapSign;
import sse.api.internal.topic.TopicConfig;
import sse.api.spi.http.Quote;

/**
 * The events that a topic sends by itself. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class TopicSigns<B extends TopicSigns<B>> extends TopicListeners<B> {
    private static final GapSign GAP = new GapSign(Event.of("gap", ""), true);
    private static final Event INCOMPLETE = Event.of("incomplete", "keys were removed");

    private Optional<GapSign> gapSign = Optional.of(GAP);
    private Optional<Event> incompleteEvent = Optional.of(INCOMPLETE);
    private Optional<Event> caughtUpEvent = Optional.empty();
    private Optional<Event> endedEvent = Optional.empty();
    private boolean closesStreams;

    TopicSigns() {}

    /**
     * Sets the type of the event that notifies a client of a gap, before any other event. Default: {@code gap}. Its
     * data are a JSON object: {@code {"lost":7,"reason":"trimmed"}}.
     *
     * <ul>
     *   <li>{@code lost} is the number of events that the client will not receive, of all topics of the stream, and of
     *       all topics of the hub if that has a history or a backplane; {@code null} if it is not known. It is the
     *       number when the event is written: a client that takes long to read it may lose more before the next event
     *   <li>{@code reason} is {@code trimmed} if the events are no longer retained, {@code reset} if the history of the
     *       hub was replaced, and {@code unknown} if the topic does not know the client's id: one of another server, of
     *       before a restart, or made up
     * </ul>
     *
     * <p>The event is sent with the id that the client resumes from, as far as that is known: so a client that returns
     * before it has received another event is not notified again. Topics of one stream that notify in the same way send
     * one event.
     *
     * @param type the type, neither empty nor {@code message}
     * @return this builder
     * @throws IllegalArgumentException if the type is one of these, or contains a line break
     */
    public B gapEventType(String type) {
        if (Objects.requireNonNull(type, "type").isEmpty() || type.equals("message")) {
            throw new IllegalArgumentException("type of gap event must not be empty or message: " + Quote.of(type));
        }
        gapSign = Optional.of(new GapSign(Event.of(type, ""), true));
        return self();
    }

    /**
     * Sets the event that notifies a client of a gap, in place of the one that {@link #gapEventType} describes: its
     * data are sent as they are. It is sent with the same id, unless it has one of its own.
     *
     * @param event the event
     * @return this builder
     */
    public B gapEvent(Event event) {
        gapSign = Optional.of(new GapSign(Objects.requireNonNull(event, "event"), false));
        return self();
    }

    /**
     * Sends no event to a client that has a gap, nor to a new one that lacks keys.
     *
     * @return this builder
     */
    public B noGapEvent() {
        gapSign = Optional.empty();
        incompleteEvent = Optional.empty();
        return self();
    }

    /**
     * Sets the event that notifies a new client of a compacted topic, before any other event, that what it receives is
     * not the state of every key: some had to be removed because there were too many. Default: type {@code incomplete},
     * data {@code keys were removed}; none with {@link #noGapEvent}. It is not the gap event, which a page may answer
     * by loading itself again.
     *
     * @param event the event
     * @return this builder
     */
    public B incompleteEvent(Event event) {
        incompleteEvent = Optional.of(Objects.requireNonNull(event, "event"));
        return self();
    }

    /**
     * Sets an event that each subscriber is sent once, when it has received its snapshot and the events of the past,
     * and is live: with {@code Event.of("live", "")} a page knows when to show what it has. Default: none. On a stream
     * with a transform, or with several topics, it is not sent before the subscriber has been at the newest event of
     * this topic.
     *
     * @param event the event, without an id: the client's last event ID stays what it is
     * @return this builder
     * @throws IllegalArgumentException if the event has an id
     */
    public B caughtUpEvent(Event event) {
        caughtUpEvent = Optional.of(withoutId("caught-up event", event));
        return self();
    }

    /**
     * Sets an event that each subscriber is sent when the topic is {@linkplain Topic#close closed}, behind all events
     * that were published before. Default: none, and a subscriber that is behind does not receive the rest either.
     *
     * @param event the event, without an id
     * @return this builder
     * @throws IllegalArgumentException if the event has an id
     */
    public B endedEvent(Event event) {
        endedEvent = Optional.of(withoutId("ended event", event));
        return self();
    }

    /**
     * Closes the streams that are subscribed to nothing else when the topic is {@linkplain Topic#close closed}, with
     * {@link CloseReason#COMPLETED}, when they have been sent what was published before, and the
     * {@linkplain #endedEvent ended event} if there is one. Default: streams stay open.
     *
     * @return this builder
     */
    public B closeStreams() {
        closesStreams = true;
        return self();
    }

    private static Event withoutId(String name, Event event) {
        if (Objects.requireNonNull(event, "event").id().isPresent()) {
            throw new IllegalArgumentException(name + " must not have an id: " + event);
        }
        return event;
    }

    final Optional<GapSign> gapSign() {
        return gapSign;
    }

    final Optional<Event> incompleteEvent() {
        return incompleteEvent;
    }

    final TopicConfig.Signs signs() {
        return new TopicConfig.Signs(caughtUpEvent, endedEvent, closesStreams);
    }
}
