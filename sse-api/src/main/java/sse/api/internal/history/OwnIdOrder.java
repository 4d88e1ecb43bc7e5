package sse.api.internal.history;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.IdOrder;

/** The order of the ids that events bring to a log, and the newest of them. Guarded by the sequence. */
final class OwnIdOrder {
    private static final int MOST_DIGITS = 18;

    private final IdOrder order;
    private @Nullable String newest;

    OwnIdOrder(IdOrder order) {
        this.order = order;
    }

    /** Returns true if the ids have an order. */
    boolean isKnown() {
        return order != IdOrder.UNORDERED;
    }

    /** Returns true if an id is comparable with others. */
    boolean contains(String id) {
        return switch (order) {
            case UNORDERED -> false;
            case NUMERIC -> isNumber(id);
            case LEXICAL -> !id.isEmpty();
        };
    }

    private static boolean isNumber(String id) {
        return !id.isEmpty()
                && id.length() <= MOST_DIGITS
                && id.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    /** Compares two ids that are in the order. */
    int compare(String one, String other) {
        return order == IdOrder.NUMERIC
                ? Long.compare(Long.parseLong(one), Long.parseLong(other))
                : one.compareTo(other);
    }

    /** Returns true if no id can be between two of them. */
    boolean areNeighbours(String one, String other) {
        return order == IdOrder.NUMERIC && Long.parseLong(one) + 1 == Long.parseLong(other);
    }

    /** Returns true if an id is larger than those of all events so far. */
    boolean isAhead(String id) {
        return newest == null || compare(id, newest) > 0;
    }

    /**
     * Checks that events have ids, and that these grow.
     *
     * @throws IllegalArgumentException if they do not
     */
    void require(List<Event> events) {
        @Nullable String last = newest;
        for (Event event : events) {
            String id = event.id()
                    .filter(this::contains)
                    .orElseThrow(() -> new IllegalArgumentException("event must have an id of the topic's order, "
                            + order + ": " + event.id().map(OwnIdOrder::quoted).orElse("none")));
            if (last != null && compare(id, last) <= 0) {
                throw new IllegalArgumentException(
                        "id must be larger than that of the event before, " + quoted(last) + ": " + quoted(id));
            }
            last = id;
        }
    }

    /** Notes the id of the newest event. */
    void advanceTo(String id) {
        newest = id;
    }

    private static String quoted(String id) {
        return '"' + id + '"';
    }
}
