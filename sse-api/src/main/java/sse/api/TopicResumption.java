package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sse.api.internal.time.DurationRange;
import sse.api.internal.topic.TopicConfig;

/**
 * Where the subscribers of a topic start. For use by one thread.
 *
 * @param <B> the builder that inherits it
 */
abstract class TopicResumption<B extends TopicResumption<B>> extends TopicSigns<B> {
    /** The settings that only topics with a history have. */
    final Set<String> settingsOfHistory = new TreeSet<>();

    private Optional<GapPolicy> gapPolicy = Optional.empty();
    private LagPolicy lagPolicy = LagPolicy.GAP;
    private Optional<SnapshotSource> snapshot = Optional.empty();
    private IdOrder idOrder = IdOrder.UNORDERED;
    private Duration holdTimeout = Duration.ofSeconds(30);
    private int replay;

    TopicResumption() {}

    /**
     * Replays the newest retained events to a client that connects without a last event id. Default: none.
     *
     * @param events the maximum number of events
     * @return this builder
     * @throws IllegalArgumentException if the number is negative
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
     * Sends a snapshot of the state to a client that connects without a last event ID, and then exactly the events that
     * were published after it: none is lost between them, and none is sent twice. With {@link GapPolicy#SNAPSHOT},
     * which is the default then, also to one that cannot be resumed. It takes the place of {@link #replayOnSubscribe}.
     *
     * <p>The source is called for each client that needs a snapshot, but once for those that arrive while it is called.
     * If the history no longer holds the events that follow a snapshot, another one is taken, up to three in all; if
     * the last one is too old as well, the client receives the gap event after it, and then the oldest events that are
     * retained. A stream with a transform is sent what the transform returns for the events of the snapshot, too.
     *
     * @param source returns the state and the id up to which it holds
     * @return this builder
     */
    public B snapshot(SnapshotSource source) {
        snapshot = Optional.of(Objects.requireNonNull(source, "source"));
        settingsOfHistory.add("snapshot");
        return self();
    }

    /**
     * Sets where a client resumes whose id is unknown or no longer retained. Default: {@link GapPolicy#OLDEST}, or
     * {@link GapPolicy#SNAPSHOT} in a topic with a {@linkplain #snapshot snapshot}.
     *
     * @param policy the policy
     * @return this builder
     */
    public B gapPolicy(GapPolicy policy) {
        gapPolicy = Optional.of(Objects.requireNonNull(policy, "policy"));
        settingsOfHistory.add("gapPolicy");
        return self();
    }

    /**
     * Sets what happens to a stream whose next event is no longer retained. Default: {@link LagPolicy#GAP}.
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
     * Sets how the ids grow that events bring. Default: {@link IdOrder#UNORDERED}. With an order, every event must have
     * an id that is larger than that of the event before; {@link Topic#publish} refuses any other. A client is resumed
     * after the largest id that is not larger than its own, also if no event of the topic had that.
     *
     * <p>A client that is ahead, because another server has sent it later events, is held: its stream is open, and
     * receives heartbeats, until an event arrives whose id is larger than the client's. See {@link #holdTimeout}.
     *
     * @param order the order
     * @return this builder
     */
    public B idOrder(IdOrder order) {
        idOrder = Objects.requireNonNull(order, "order");
        settingsOfHistory.add("idOrder");
        return self();
    }

    /**
     * Limits how long a client that is ahead is held. After that its id is treated as unknown: it receives the gap
     * event, and continues where the gap policy says. Default: 30 seconds.
     *
     * @param timeout the time, at most 36,500 days; noticed some seconds later
     * @return this builder
     * @throws IllegalArgumentException if the time is not positive, or longer
     */
    public B holdTimeout(Duration timeout) {
        holdTimeout = DurationRange.POSITIVE.check("holdTimeout", Objects.requireNonNull(timeout, "timeout"));
        return self();
    }

    final boolean hasSnapshot() {
        return snapshot.isPresent();
    }

    final boolean asksForSnapshots() {
        return gapPolicy.equals(Optional.of(GapPolicy.SNAPSHOT));
    }

    /** Returns the configuration of a topic with a history. */
    final TopicConfig config() {
        return config(gapPolicy.orElse(hasSnapshot() ? GapPolicy.SNAPSHOT : GapPolicy.OLDEST), replay);
    }

    /** Returns the configuration of a topic of another kind. */
    final TopicConfig config(GapPolicy gap, long replayed) {
        return new TopicConfig(
                lagPolicy,
                gap,
                gapSign(),
                replayed,
                new TopicConfig.Resuming(snapshot, idOrder, holdTimeout),
                signs(),
                subscribeListeners(),
                unsubscribeListeners(),
                lossListeners());
    }
}
