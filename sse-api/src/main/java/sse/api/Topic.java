package sse.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import sse.api.internal.topic.Logs;
import sse.api.internal.topic.TopicCore;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/**
 * What many streams subscribe to: publish once, everyone receives. Thread-safe; closed by {@link #close()}.
 *
 * <p>An event is encoded once and appended to the topic's history once; each stream is a position in it. Publishing costs the publisher a signal
 * for each lane (each event loop), not for each subscriber, and never waits for a socket. A slow client is a position that lags: it costs no
 * memory, and when the history has moved past it, the {@link LagPolicy} decides.
 *
 * <p>A subscriber that comes with a {@code Last-Event-ID} gets every later event exactly once, in order, and then what is published from now on: history and
 * live are the same sequence, so there is no seam. If the id is unknown, or what follows it is no longer retained, the client is told by an event of type
 * {@code gap}, unless another is {@linkplain Builder#gapEvent set}, and starts where the {@link GapPolicy} says.
 */
public final class Topic implements AutoCloseable {
    private final TopicCore core;

    private Topic(TopicCore core) {
        this.core = core;
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
     * Publishes an event. Never waits for a subscriber.
     *
     * @param event the event; without an id it is given one, {@code epoch-sequence}
     * @return the id it has
     * @throws IllegalStateException if the topic is closed
     */
    public String publish(Event event) {
        return publishAll(List.of(event)).get(0);
    }

    /**
     * Publishes events that follow one another: no other thread's event comes between them.
     *
     * @param events the events
     * @return their ids, in the same order
     * @throws IllegalStateException if the topic is closed
     */
    public List<String> publishAll(List<Event> events) {
        return core.publish(List.copyOf(events)).stream().map(LogEntry::id).toList();
    }

    /**
     * Subscribes a stream: it gets what follows its last event id, or, without one, what is published from now on. Returns at once. It can be used as a
     * {@link StreamHandler}: {@code builder.stream("/prices", prices::subscribe)}.
     *
     * @param stream the stream; one that a server opened
     * @return the subscription
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     */
    public Subscription subscribe(EventStream stream) {
        Objects.requireNonNull(stream, "stream");
        return TopicCore.subscribe(stream, List.of(core)).get(0);
    }

    /**
     * Subscribes a stream to several topics at once. Events of all of them arrive in the order in which they were published, so the id of any one
     * names the position in each: a client that resumes misses none and gets none twice. Subscribing one after the other works too, but does not promise
     * that for a client that resumes.
     *
     * @param stream the stream; one that a server opened
     * @param topics the topics
     * @return the subscriptions, in the order of the topics
     * @throws IllegalArgumentException if the stream is an implementation of the caller's own
     */
    public static List<Subscription> subscribe(EventStream stream, List<Topic> topics) {
        Objects.requireNonNull(stream, "stream");
        return TopicCore.subscribe(
                stream, topics.stream().map(topic -> topic.core).toList());
    }

    /**
     * Returns how many streams are subscribed.
     *
     * @return the number of subscriptions
     */
    public int subscribers() {
        return core.subscribers();
    }

    /** Ends every subscription and takes no more events. The streams stay open. Returns at once; closing again does nothing. */
    @Override
    public void close() {
        core.close();
    }

    /** Collects what a topic is made of. For use by one thread. Each setting has a default. */
    public static final class Builder {
        private static final Event GAP = Event.of("gap", "events were lost");

        private final List<Consumer<Subscription>> onSubscribe = new ArrayList<>();
        private final List<Consumer<Subscription>> onUnsubscribe = new ArrayList<>();
        private final List<ObjLongConsumer<Subscription>> onLoss = new ArrayList<>();
        private int historyEvents = 10_000;
        private long historyBytes = 16L << 20;
        private Duration historyAge = Duration.ofMinutes(10);
        private Optional<EventLog> log = Optional.empty();
        private Optional<Event> gapEvent = Optional.of(GAP);
        private LagPolicy lagPolicy = LagPolicy.DISCONNECT;
        private GapPolicy gapPolicy = GapPolicy.OLDEST;
        private Ticker ticker = Ticker.system();
        private int replay;

        private Builder() {}

        /**
         * Bounds the history by number and age. Default: 10,000 events, 10 minutes.
         *
         * @param events how many events are retained at most
         * @param age how old an event may be
         * @return this builder
         * @throws IllegalArgumentException if one is not positive, or there are more than 16,777,216 events
         */
        public Builder history(int events, Duration age) {
            if (events < 1 || events > 1 << 24) {
                throw new IllegalArgumentException("history must be between 1 and 16777216 events: " + events);
            }
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("history's age must be positive: " + age);
            }
            historyEvents = events;
            historyAge = age;
            return this;
        }

        /**
         * Bounds the history by the memory it takes. Default: 16 MiB. An event is held once, as its encoded bytes; it counts with these, its id, and 144
         * bytes for what holds them, or 224 if it has brought its id. The newest event is retained, however large.
         *
         * @param bytes how many bytes the retained events take at most
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder historyBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("history must be at least 1 byte: " + bytes);
            }
            historyBytes = bytes;
            return this;
        }

        /**
         * Retains no more than live delivery needs: 1,024 events and 1 MiB, for ten seconds.
         *
         * @return this builder
         */
        public Builder noHistory() {
            return history(1024, Duration.ofSeconds(10)).historyBytes(1 << 20);
        }

        /**
         * Keeps the history in a log of the caller's, in place of one in memory with the bounds set here.
         *
         * @param eventLog the log
         * @return this builder
         */
        public Builder log(EventLog eventLog) {
            log = Optional.of(eventLog);
            return this;
        }

        /**
         * Gives a client that comes without a last event id some events of the past first. Default: none.
         *
         * @param events how many of the newest, as far as they are retained
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder replayWithoutId(int events) {
            if (events < 0) {
                throw new IllegalArgumentException("events to replay must not be negative: " + events);
            }
            replay = events;
            return this;
        }

        /**
         * Sets where a client goes on whose id is not known or has left the history. Default: {@link GapPolicy#OLDEST}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder onGap(GapPolicy policy) {
            gapPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets the event that tells a client of a gap before anything else. Default: type {@code gap}, data {@code events were lost}.
         *
         * @param event the event
         * @return this builder
         */
        public Builder gapEvent(Event event) {
            gapEvent = Optional.of(event);
            return this;
        }

        /**
         * Tells clients nothing of a gap.
         *
         * @return this builder
         */
        public Builder withoutGapEvent() {
            gapEvent = Optional.empty();
            return this;
        }

        /**
         * Sets what happens to a stream that the history has moved past. Default: {@link LagPolicy#DISCONNECT}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder onLag(LagPolicy policy) {
            lagPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Takes time from a ticker. Default: {@link Ticker#system()}.
         *
         * @param source the ticker
         * @return this builder
         */
        public Builder ticker(Ticker source) {
            ticker = Objects.requireNonNull(source, "ticker");
            return this;
        }

        /**
         * Registers who is told of each subscription, on the server's executor.
         *
         * @param listener is told
         * @return this builder
         */
        public Builder onSubscribe(Consumer<Subscription> listener) {
            onSubscribe.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Registers who is told of the end of each subscription, on the server's executor.
         *
         * @param listener is told
         * @return this builder
         */
        public Builder onUnsubscribe(Consumer<Subscription> listener) {
            onUnsubscribe.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Registers who is told when a subscriber skips events because the history has moved past it, on the server's executor.
         *
         * @param listener gets the subscription and how many events it has lost this time
         * @return this builder
         */
        public Builder onLoss(ObjLongConsumer<Subscription> listener) {
            onLoss.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Makes the topic.
         *
         * @return the topic
         */
        public Topic build() {
            EventLog history = log.orElseGet(() -> Logs.inMemory(historyEvents, historyBytes, historyAge, ticker));
            return new Topic(new TopicCore(
                    history,
                    new TopicCore.Habits(
                            lagPolicy,
                            gapPolicy,
                            gapEvent,
                            replay,
                            List.copyOf(onSubscribe),
                            List.copyOf(onUnsubscribe),
                            List.copyOf(onLoss))));
        }
    }
}
