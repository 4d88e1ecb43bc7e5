package sse.benchmarks.decoding;

import org.jspecify.annotations.Nullable;

/**
 * Counts the events and characters that a parser finds. Equal to another with the same counts. Confined to one thread.
 */
public final class ParsedCount {

    private int events;
    private long characters;

    ParsedCount() {}

    /** Creates a count with initial values. */
    ParsedCount(int events, long characters) {
        this.events = events;
        this.characters = characters;
    }

    /** Counts an event. */
    void add(String data) {
        events++;
        characters += data.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParsedCount that && events == that.events && characters == that.characters;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31L * events + characters);
    }

    @Override
    public String toString() {
        return events + " events with " + characters + " characters";
    }
}
