package sse.api;

import java.util.List;
import java.util.Objects;

/**
 * A state, as one event or several, and the id of the last of a topic's events that is in it. Immutable. A null
 * argument causes a {@link NullPointerException}.
 *
 * <p>A client receives the events of the snapshot, of which the last one has the id, and then exactly the topic's
 * events that were published after that id.
 */
public final class Snapshot {
    private final List<Event> events;
    private final String upToId;

    private Snapshot(List<Event> events, String upToId) {
        this.events = events;
        this.upToId = upToId;
    }

    /**
     * Makes a snapshot of one event.
     *
     * @param event the event, without an id
     * @param upToId the id of the last event that is in the state: what {@link Topic#lastId} returned, or
     *     {@link Topic#publish}, or an id that the event brought
     * @return the snapshot
     * @throws IllegalArgumentException if the event has an id, or if the id is empty
     */
    public static Snapshot of(Event event, String upToId) {
        return of(List.of(Objects.requireNonNull(event, "event")), upToId);
    }

    /**
     * Makes a snapshot of several events, or of none. A client that leaves before it has received all of them begins
     * anew.
     *
     * @param events the events, without ids
     * @param upToId the id of the last event that is in the state
     * @return the snapshot
     * @throws IllegalArgumentException if an event has an id, or if the id is empty
     */
    public static Snapshot of(List<Event> events, String upToId) {
        List<Event> copy = List.copyOf(Objects.requireNonNull(events, "events"));
        for (Event event : copy) {
            if (event.id().isPresent()) {
                throw new IllegalArgumentException("event of a snapshot must not have an id: " + event);
            }
        }
        if (Objects.requireNonNull(upToId, "upToId").isEmpty()) {
            throw new IllegalArgumentException("id of a snapshot must not be empty");
        }
        Event.builder().id(upToId);
        return new Snapshot(copy, upToId);
    }

    /**
     * Returns the events.
     *
     * @return the events, in the order in which they are sent
     */
    public List<Event> events() {
        return events;
    }

    /**
     * Returns the id up to which the snapshot holds.
     *
     * @return the id of the last event that is in it
     */
    public String upToId() {
        return upToId;
    }
}
