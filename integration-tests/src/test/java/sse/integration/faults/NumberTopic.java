package sse.integration.faults;

import java.time.Duration;
import java.util.Optional;
import sse.api.Event;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;

/**
 * A topic that publishes consecutive numbers every few milliseconds, starting at 0. The last event holds their count.
 * For {@link HealthyClients}.
 */
final class NumberTopic {
    static final String PATH = "/healthy";
    static final String END = "end";
    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final StreamOptions OPTIONS =
            StreamOptions.builder().heartbeat(Duration.ofMillis(200)).build();

    private final Topic topic = Topic.builder().build();

    // Guarded by this.
    private long published;
    private boolean ended;
    private Optional<Ticker.Task> publishing = Optional.empty();

    /** Adds the topic's route to a server. */
    void serveBy(SseServer.Builder server) {
        server.stream(PATH, OPTIONS, topic);
    }

    /** Starts to publish. */
    synchronized void start() {
        publishing = Optional.of(Ticker.system().every(PERIOD, this::publishNext));
    }

    /** Publishes the last event and stops. Has no effect if it has stopped. */
    synchronized void end() {
        publishing.ifPresent(Ticker.Task::cancel);
        if (!ended) {
            ended = true;
            topic.publish(Event.of(END, Long.toString(published)));
        }
    }

    private synchronized void publishNext() {
        if (!ended) {
            topic.publish(Event.of(Long.toString(published)));
            published++;
        }
    }
}
