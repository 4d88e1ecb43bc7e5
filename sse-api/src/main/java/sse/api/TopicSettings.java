package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import sse.api.internal.history.CompactedLog.Keys;
import sse.api.internal.history.Retention;
import sse.api.internal.time.DurationRange;
import sse.api.internal.topic.TopicDefinition;

/**
 * The settings of a topic, each with a default. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class TopicSettings<B extends TopicSettings<B>> extends TopicResumption<B> {
    private static final String NO_HISTORY = "noHistory";

    private int historyEvents = 10_000;
    private long historyBytes = 16L << 20;
    private Duration historyAge = Duration.ofMinutes(10);
    private Optional<Function<? super Event, String>> key = Optional.empty();
    private int mostKeys = 10_000;
    private Optional<Predicate<? super Event>> tombstone = Optional.empty();
    private Ticker ticker = Ticker.system();

    TopicSettings() {}

    /**
     * Bounds the history by number and age. Default: 10,000 events, 10 minutes.
     *
     * @param events how many events are retained at most
     * @param age how old an event may be, at most 36,500 days
     * @return this builder
     * @throws IllegalArgumentException if one is not positive, the age is longer than that, or there are more than
     *     16,777,216 events
     */
    public B history(int events, Duration age) {
        Objects.requireNonNull(age, "age");
        if (events < 1 || events > 1 << 24) {
            throw new IllegalArgumentException("history must be between 1 and 16777216 events: " + events);
        }
        historyAge = DurationRange.POSITIVE.check("history's age", age);
        settingsOfHistory.add("history");
        settingsOfHistory.remove(NO_HISTORY);
        historyEvents = events;
        return self();
    }

    /**
     * Limits the memory of the history. Default: 16 MiB. An event is stored once, as its encoded bytes; it counts with
     * these, its id, and 144 bytes of overhead, or 224 if it was published with an id. The newest event is always
     * retained. Not counted are the hashes of up to 8,192 evicted ids that events have brought and that are not
     * numbers.
     *
     * @param bytes the maximum number of bytes of the retained events
     * @return this builder
     * @throws IllegalArgumentException if the number is not positive
     */
    public B historyBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("history must be at least 1 byte: " + bytes);
        }
        historyBytes = bytes;
        return self();
    }

    /**
     * Disables the history: an event is retained only until it has been written to every subscriber that keeps up. To a
     * slower subscriber the {@link LagPolicy} applies after 1,024 events, 1 MiB or ten seconds. A client that
     * reconnects receives later events and, if any were published meanwhile, the gap event. Replaces {@link #history},
     * as a later {@code history} replaces this; {@link #historyBytes} has no effect. Events to
     * {@link #replayOnSubscribe replay} and a {@linkplain #gapPolicy gap policy} require a history: {@code build()}
     * rejects them.
     *
     * @return this builder
     */
    public B noHistory() {
        settingsOfHistory.add(NO_HISTORY);
        settingsOfHistory.remove("history");
        return self();
    }

    /**
     * Makes the topic compacted, with at most 10,000 keys, see {@link #latestByKey(Function, int)}.
     *
     * @param ofEvent returns the key of an event
     * @return this builder
     */
    public B latestByKey(Function<? super Event, String> ofEvent) {
        return latestByKey(ofEvent, 10_000);
    }

    /**
     * Makes the topic compacted: an event replaces the earlier events of its key. There is no other history; the newest
     * event of each key is retained, of any age. Subscribers that keep up receive every event. A new subscriber without
     * an id first receives the newest event of every key, in the order of publication; a resuming one, those of the
     * keys that have changed since its id; a slow one, also if it is slow for the time of a write only, the newest of
     * each key when it is ready. No subscriber is disconnected for being slow, and skipped events do not count as lost.
     *
     * <p>If there are more keys than this, or their events exceed {@link #historyBytes}, the oldest
     * {@linkplain #tombstone tombstone} is removed, or, if there is none, the key whose newest event is the oldest. A
     * client that lacks that event receives the gap event, as does one whose id is unknown: it should discard its
     * state, because it then receives the complete state. A new client receives the {@linkplain #incompleteEvent
     * incomplete event} first, if keys were removed that were not dead.
     *
     * <p>A stream with a transform, or with several topics, is written to separately: of the events of one key that are
     * published while it waits, it receives the newest.
     *
     * @param ofEvent returns the key of an event; runs in the publisher's call, before anything is appended. If it
     *     throws, {@link Topic#publish} throws the same, and nothing is published. The event has no id unless it was
     *     published with one
     * @param keys the maximum number of keys
     * @return this builder
     * @throws IllegalArgumentException if the number of keys is not between 1 and 16,777,216
     */
    public B latestByKey(Function<? super Event, String> ofEvent, int keys) {
        Objects.requireNonNull(ofEvent, "ofEvent");
        if (keys < 1 || keys > 1 << 24) {
            throw new IllegalArgumentException("keys must be between 1 and 16777216: " + keys);
        }
        key = Optional.of(ofEvent);
        mostKeys = keys;
        return self();
    }

    /**
     * Sets which events of a compacted topic are tombstones: the last one of their key, after which the key is
     * forgotten. A tombstone is published and received like any other event. It is retained for ten minutes, so that
     * clients that know the key learn of its end, but gives way to other keys where there is no more room; a client
     * that was away for longer receives the gap event and the complete state. Default: no event is a tombstone.
     *
     * @param isTombstone returns true if an event ends its key; runs where the key function does
     * @return this builder
     */
    public B tombstone(Predicate<? super Event> isTombstone) {
        tombstone = Optional.of(Objects.requireNonNull(isTombstone, "isTombstone"));
        return self();
    }

    /**
     * Sets the source of time. Default: {@link Ticker#system()}.
     *
     * @param ticker the ticker
     * @return this builder
     */
    public B ticker(Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return self();
    }

    /** Returns the definition of the topic. */
    final TopicDefinition definition() {
        if (key.isPresent()) {
            requireNone("latestByKey", settingsOfHistory);
            TopicDefinition.Compaction compaction = new TopicDefinition.Compaction(
                    new Keys(key.get(), tombstone.orElse(TopicSettings::isNever)),
                    mostKeys,
                    historyBytes,
                    incompleteEvent());
            return new TopicDefinition(
                    Optional.empty(), Optional.of(compaction), ticker, config(GapPolicy.OLDEST, Long.MAX_VALUE));
        }
        if (tombstone.isPresent()) {
            throw new IllegalStateException("tombstone must be with latestByKey");
        }
        if (settingsOfHistory.contains(NO_HISTORY)) {
            Set<String> others = new TreeSet<>(settingsOfHistory);
            others.removeAll(Set.of(NO_HISTORY, "lagPolicy"));
            requireNone(NO_HISTORY, others);
            return new TopicDefinition(Optional.empty(), Optional.empty(), ticker, config(GapPolicy.LIVE, 0));
        }
        if (asksForSnapshots() && !hasSnapshot()) {
            throw new IllegalStateException("gapPolicy SNAPSHOT must be with snapshot");
        }
        Retention retention = new Retention(historyEvents, historyBytes, historyAge);
        return new TopicDefinition(Optional.of(retention), Optional.empty(), ticker, config());
    }

    private static boolean isNever(Event event) {
        return false;
    }

    private static void requireNone(String setting, Set<String> others) {
        if (!others.isEmpty()) {
            throw new IllegalStateException(setting + " must be without settings of history: " + others);
        }
    }
}
