package sse.api.internal.topic;

import java.util.Arrays;

/** Cursors in no order, added and removed in constant time. Confined to its lane. */
final class SubscriptionTable {
    private TopicSubscription[] cursors = new TopicSubscription[8];
    private int count;

    int count() {
        return count;
    }

    TopicSubscription get(int index) {
        return cursors[index];
    }

    void add(TopicSubscription cursor) {
        if (count == cursors.length) {
            cursors = Arrays.copyOf(cursors, count * 2);
        }
        cursor.index = count;
        cursors[count++] = cursor;
    }

    boolean contains(TopicSubscription cursor) {
        return cursor.index >= 0 && cursor.index < count && cursors[cursor.index] == cursor;
    }

    /** Moves the last one into its place: whoever walks backwards misses none. */
    @SuppressWarnings("NullAway") // A place behind count holds nothing.
    void remove(TopicSubscription cursor) {
        TopicSubscription last = cursors[--count];
        cursors[cursor.index] = last;
        last.index = cursor.index;
        cursors[count] = null;
        cursor.index = -1;
    }
}
