package sse.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import sse.api.internal.history.Retention;
import sse.api.internal.time.DurationRange;
import sse.api.internal.topic.TopicConfig;
import sse.api.internal.topic.TopicDefinition;

/**
 * The settings of a topic, each with a default. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class TopicSettings<B extends TopicSettings<B>> {
    private static final String NO_HISTORY = "noHistory";
    private static final Event GAP = Event.of("gap", "events were lost");

    private final List<Consumer<Subscription>> onSubscribe = new ArrayList<>();
    private final List<Consumer<Subscription>> onUnsubscribe = new ArrayList<>();
    private final List<ObjLongConsumer<Subscription>> onLoss = new ArrayList<>();
    private final Set<String> settingsOfHistory = new TreeSet<>();
    private int historyEvents = 10_000;
    private long historyBytes = 16L << 20;
    private Duration historyAge = Duration.ofMinutes(10);
    private Optional<Function<? super Event, String>> key = Optional.empty();
    private int mostKeys = 10_000;
    private Optional<Event> gapEvent = Optional.of(GAP);
    private LagPolicy lagPolicy = LagPolicy.DISCONNECT;
    private GapPolicy gapPolicy = GapPolicy.OLDEST;
    private Ticker ticker = Ticker.system();
    private int replay;

    TopicSettings() {}

    /** Returns this builder. */
    abstract B self();

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
     * Bounds the history by the memory it takes. Default: 16 MiB. An event is held once, as its encoded bytes; it
     * counts with these, its id, and 144 bytes for what holds them, or 224 if it has brought its id. The newest event
     * is retained, however large.
     *
     * @param bytes how many bytes the retained events take at most
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B historyBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("history must be at least 1 byte: " + bytes);
        }
        historyBytes = bytes;
        return self();
    }

    /**
     * Keeps no history: an event is held until it has been written to everyone who is subscribed and keeps up, and not
     * at all while nobody is. For who does not keep up, the {@link LagPolicy} decides after 1,024 events, 1 MiB or ten
     * seconds. A client that comes back gets what is published from then on, and is told of a gap unless nothing has
     * been published since. Takes the place of {@link #history}, and a later {@code history} that of this;
     * {@link #historyBytes} has no effect. Events to {@link #replayOnSubscribe replay} and a {@linkplain #gapPolicy gap
     * policy} need a history: {@code build()} refuses them.
     *
     * @return this builder
     */
    public B noHistory() {
        settingsOfHistory.add(NO_HISTORY);
        settingsOfHistory.remove("history");
        return self();
    }

    /**
     * Makes it a compacted topic, in which an event says how something is now and the ones before it no longer matter.
     * At most 10,000 keys; otherwise as {@link #latestByKey(Function, int)}.
     *
     * @param ofEvent returns what an event is about
     * @return this builder
     */
    public B latestByKey(Function<? super Event, String> ofEvent) {
        return latestByKey(ofEvent, 10_000);
    }

    /**
     * Makes it a compacted topic, in which an event says how something is now and the ones before it no longer matter.
     * There is no other history: the newest event of each key is held, however old. Who keeps up gets every event. Who
     * comes without an id gets the newest event of every key first, in the order in which they were published; who
     * resumes gets the newest of every key that has changed since; who lags, and be it for the moment in which it is
     * written to, gets the newest of each when it is ready for them. So nobody is disconnected for being slow, and what
     * is passed over is not lost and not counted.
     *
     * <p>If there are more keys than this, or their events take more than {@link #historyBytes}, the key whose newest
     * event is the oldest is forgotten. A client that lacks that event is sent the gap event, as is one whose id is not
     * known: it had better drop the state it has, because what it gets then is all there is.
     *
     * <p>A stream with a view, or with several topics, is written to alone: of the events of one key that are published
     * while it waits, it gets the newest.
     *
     * @param ofEvent returns what an event is about; runs in the publisher's call, before anything is appended: what it
     *     throws, {@link Topic#publish} throws, and nothing is published. The event has no id yet unless it brings one
     * @param keys how many keys are held at most
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
     * Gives a client that comes without a last event id some events of the past first. Default: none.
     *
     * @param events how many of the newest, as far as they are retained
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public B replayOnSubscribe(int events) {
        if (events < 0) {
            throw new IllegalArgumentException("events to replay must not be negative: " + events);
        }
        replay = events;
        settingsOfHistory.add("replayOnSubscribe");
        return self();
    }

    /**
     * Sets where a client goes on whose id is not known or has left the history. Default: {@link GapPolicy#OLDEST}.
     *
     * @param policy the policy
     * @return this builder
     */
    public B gapPolicy(GapPolicy policy) {
        gapPolicy = Objects.requireNonNull(policy, "policy");
        settingsOfHistory.add("gapPolicy");
        return self();
    }

    /**
     * Sets the event that tells a client of a gap before anything else. Default: type {@code gap}, data {@code events
     * were lost}.
     *
     * @param event the event
     * @return this builder
     */
    public B gapEvent(Event event) {
        gapEvent = Optional.of(Objects.requireNonNull(event, "event"));
        return self();
    }

    /**
     * Tells clients nothing of a gap.
     *
     * @return this builder
     */
    public B noGapEvent() {
        gapEvent = Optional.empty();
        return self();
    }

    /**
     * Sets what happens to a stream that the history has moved past. Default: {@link LagPolicy#DISCONNECT}.
     *
     * @param policy the policy
     * @return this builder
     */
    public B lagPolicy(LagPolicy policy) {
        lagPolicy = Objects.requireNonNull(policy, "policy");
        settingsOfHistory.add("lagPolicy");
        return self();
    }

    /**
     * Takes time from a ticker. Default: {@link Ticker#system()}.
     *
     * @param ticker the ticker
     * @return this builder
     */
    public B ticker(Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return self();
    }

    /**
     * Registers who is told of each subscription, on the server's executor. Of one subscription the beginning is told
     * before the end. What it throws is logged.
     *
     * @param listener is told
     * @return this builder
     */
    public B onSubscribe(Consumer<Subscription> listener) {
        onSubscribe.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Registers who is told of the end of each subscription, on the server's executor. What it throws is logged.
     *
     * @param listener is told
     * @return this builder
     */
    public B onUnsubscribe(Consumer<Subscription> listener) {
        onUnsubscribe.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Registers who is told when a subscriber skips events because the history has moved past it, on the server's
     * executor. What it throws is logged.
     *
     * @param listener gets the subscription and how many events it has lost this time
     * @return this builder
     */
    public B onLoss(ObjLongConsumer<Subscription> listener) {
        onLoss.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /** Makes the topic that the settings describe. */
    final TopicDefinition definition() {
        if (key.isPresent()) {
            requireNone("latestByKey", settingsOfHistory);
            TopicDefinition.Compaction compaction = new TopicDefinition.Compaction(key.get(), mostKeys, historyBytes);
            return new TopicDefinition(
                    Optional.empty(), Optional.of(compaction), ticker, config(GapPolicy.OLDEST, Long.MAX_VALUE));
        }
        if (settingsOfHistory.contains(NO_HISTORY)) {
            Set<String> others = new TreeSet<>(settingsOfHistory);
            others.removeAll(Set.of(NO_HISTORY, "lagPolicy"));
            requireNone(NO_HISTORY, others);
            return new TopicDefinition(Optional.empty(), Optional.empty(), ticker, config(GapPolicy.LIVE, 0));
        }
        Retention retention = new Retention(historyEvents, historyBytes, historyAge);
        return new TopicDefinition(Optional.of(retention), Optional.empty(), ticker, config(gapPolicy, replay));
    }

    private static void requireNone(String setting, Set<String> others) {
        if (!others.isEmpty()) {
            throw new IllegalStateException(setting + " must be without settings of history: " + others);
        }
    }

    private TopicConfig config(GapPolicy gap, long replayed) {
        return new TopicConfig(
                lagPolicy,
                gap,
                gapEvent,
                replayed,
                List.copyOf(onSubscribe),
                List.copyOf(onUnsubscribe),
                List.copyOf(onLoss));
    }
}
