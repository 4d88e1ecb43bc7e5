package sse.api;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import sse.api.internal.topic.HubCore;
import sse.api.internal.topic.TopicDefinition;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.History;

/**
 * Owns named topics that share one sequence of ids, so that a stream can be subscribed to several of them and resume in
 * all. Thread-safe. A null argument causes a {@link NullPointerException}.
 *
 * <p>Without a history or a backplane, events are held in memory only, as those of {@link Topic#builder()} are.
 *
 * <p>With a {@link History} they survive the process. {@link Topic#publish} returns when the history has acknowledged
 * the event, and only then do subscribers receive it: no client ever has an id that a restart gives again. The newest
 * events of each topic are in memory, within the bounds that the topic sets; a client that resumes behind them is sent
 * pages of the history first.
 *
 * <p>With a {@link Backplane} topics of the same name in several processes are one. {@code publish} returns when the
 * broker has acknowledged the event, which comes back to every process in the broker's order; while the broker is away,
 * publishing fails and nothing is delivered.
 *
 * <p>Ids are given by the history or the backplane: events must not bring their own. {@code noHistory} and
 * {@code latestByKey} need a hub without either.
 */
public final class Hub implements AutoCloseable {
    private final HubCore core;

    private Hub(HubCore core) {
        this.core = core;
    }

    /**
     * Returns a builder with every default.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a topic. If there is none of that name, it is opened with every default; see {@link #topic(String,
     * Consumer)}.
     *
     * @param name the name, 1 to 255 characters
     * @return the topic; the same each time
     * @throws IllegalArgumentException if the name is empty or longer
     * @throws IllegalStateException if the hub is closed, or its history or backplane cannot be read
     */
    public Topic topic(String name) {
        return core.find(checked(name)).map(Topic::new).orElseGet(() -> topic(name, topic -> {}));
    }

    /**
     * Opens a topic with settings, or returns it if it was opened with the same ones. With a history or a backplane
     * this blocks until the newest events are in memory; topics are best opened before the server starts.
     *
     * @param name the name, 1 to 255 characters
     * @param settings sets what is not to have its default; functions and listeners must be the same objects each time
     * @return the topic
     * @throws IllegalArgumentException if the name is empty or longer, or a setting is not allowed in this hub
     * @throws IllegalStateException if the topic was opened with other settings, if the hub is closed, or if its
     *     history or backplane cannot be read
     */
    public Topic topic(String name, Consumer<Topic.Builder> settings) {
        checked(name);
        Objects.requireNonNull(settings, "settings");
        Topic.Builder builder = Topic.builder().ticker(core.ticker());
        settings.accept(builder);
        TopicDefinition definition = builder.definition();
        return new Topic(core.open(name, definition));
    }

    private static String checked(String name) {
        if (Objects.requireNonNull(name, "name").isEmpty() || name.length() > 255) {
            throw new IllegalArgumentException("topic must be named by 1 to 255 characters: " + name.length());
        }
        return name;
    }

    /**
     * Closes every topic, and the history or backplane. Publications under way may fail. Streams stay open. May block
     * while the history or backplane closes; closing again does nothing.
     */
    @Override
    public void close() {
        core.close();
    }

    /** Collects the settings of a hub, each with a default. For use by one thread. */
    public static final class Builder {
        private Optional<History> history = Optional.empty();
        private Optional<Backplane> backplane = Optional.empty();
        private Ticker ticker = Ticker.system();

        private Builder() {}

        /**
         * Keeps events in a history, which the hub closes. Default: in memory only.
         *
         * @param history the history; of this hub alone
         * @return this builder
         */
        public Builder history(History history) {
            this.history = Optional.of(Objects.requireNonNull(history, "history"));
            return this;
        }

        /**
         * Shares topics through a backplane, which the hub closes. Default: topics are of this process alone.
         *
         * @param backplane the backplane; of this hub alone
         * @return this builder
         */
        public Builder backplane(Backplane backplane) {
            this.backplane = Optional.of(Objects.requireNonNull(backplane, "backplane"));
            return this;
        }

        /**
         * Takes time from a ticker, also for topics that set none. Default: {@link Ticker#system()}.
         *
         * @param ticker the ticker
         * @return this builder
         */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Creates the hub. Nothing is read until the first topic is opened.
         *
         * @return the hub
         * @throws IllegalStateException if it has a history and a backplane, which keeps its own
         */
        public Hub build() {
            if (history.isPresent() && backplane.isPresent()) {
                throw new IllegalStateException("hub must have a history or a backplane: it has both");
            }
            return new Hub(HubCore.create(history, backplane, ticker));
        }
    }
}
