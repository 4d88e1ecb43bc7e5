package sse.api.internal.topic;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import sse.api.Event;
import sse.api.PublishException;
import sse.api.internal.history.RingLog;
import sse.api.internal.subscription.GapSign;
import sse.api.internal.subscription.Loss;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;

/**
 * A topic in the log of its hub: how it publishes, and the newest entries.
 *
 * @param log the log of the hub
 * @param name the topic's name in it
 * @param window the newest entries, in memory
 * @param gapSign how streams are notified if entries are lost
 */
record HubTopic(HubLog log, String name, RingLog window, Optional<GapSign> gapSign) {
    /** Creates a topic whose window is empty. */
    static HubTopic create(HubLog log, String name, TopicDefinition definition) {
        RingLog window = new RingLog(log.sequence(), definition.retention().orElseThrow(), definition.ticker());
        return new HubTopic(log, name, window, definition.config().gapSign());
    }

    /** Publishes events, waits until they are acknowledged, and returns their ids. */
    List<String> publish(List<Event> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        CompletableFuture<List<EntryId>> ids = submit(events, log::publish);
        try {
            return texts(ids.get());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw log.withdraw(ids)
                    ? new PublishException(
                            PublishException.Outcome.NOT_STORED,
                            "interrupted before the log had the events",
                            interrupted)
                    : new PublishException(
                            PublishException.Outcome.UNKNOWN,
                            "interrupted while the log stores the events",
                            interrupted);
        } catch (ExecutionException failure) {
            throw withStackOfPublisher(Objects.requireNonNullElse(failure.getCause(), failure));
        }
    }

    /** Publishes events, and returns a stage on which user code runs in threads that the log does not need. */
    CompletionStage<List<String>> publishAsync(List<Event> events) {
        return submit(events, log::publishAsync).handleAsync((ids, failure) -> {
            if (failure != null) {
                throw new CompletionException(failure);
            }
            return texts(ids);
        });
    }

    private CompletableFuture<List<EntryId>> submit(
            List<Event> events, Function<List<Publication>, CompletableFuture<List<EntryId>>> to) {
        return to.apply(
                events.stream().map(event -> Publication.of(name, event)).toList());
    }

    private static List<String> texts(List<EntryId> ids) {
        return ids.stream().map(EntryId::toString).toList();
    }

    private static PublishException withStackOfPublisher(Throwable failure) {
        PublishException.Outcome outcome =
                failure instanceof PublishException known ? known.outcome() : PublishException.Outcome.UNKNOWN;
        return new PublishException(outcome, String.valueOf(failure.getMessage()), failure);
    }

    /** Returns the gap event with the id from which a client goes on. */
    Optional<Event> gapEventAt(EntryId position, Loss loss) {
        return gapSign.map(sign -> sign.eventOf(loss))
                .map(event -> event.id().isPresent() ? event : event.withId(position.toString()));
    }
}
