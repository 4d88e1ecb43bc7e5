package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sse.api.Event;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.EventTransform;
import sse.api.internal.subscription.ResumePoint;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.TopicSubscription;

/** Subscribes a stream to topics, to all at the same position: prepared by any thread, run on the stream's lane. */
final class SubscribeTask implements Runnable {
    private final ServerEventStream stream;
    private final List<TopicCore> topics;
    private final List<TopicSubscription> subscriptions;

    private SubscribeTask(ServerEventStream stream, List<TopicCore> topics) {
        this.stream = stream;
        this.topics = topics;
        this.subscriptions = new ArrayList<>(topics.size());
    }

    /** Creates the subscriptions, and has the lane start them. */
    static List<TopicSubscription> submit(
            ServerEventStream stream,
            List<TopicCore> topics,
            Optional<Function<? super Event, Optional<Event>>> transform) {
        SubscribeTask task = new SubscribeTask(stream, topics);
        try {
            for (TopicCore topic : topics) {
                task.subscriptions.add(
                        topic.prepare(stream, transform.map(EventTransform::new).orElse(null)));
            }
            stream.lane().execute(task);
        } catch (Exception | Error failure) {
            task.removePending();
            throw failure;
        }
        return task.subscriptions;
    }

    @Override
    public void run() {
        boolean isFirst = StreamSubscriptions.of(stream).isEmpty();
        boolean resumesAll = true;
        try {
            for (int i = 0; i < subscriptions.size(); i++) {
                resumesAll &= topics.get(i).start(subscriptions.get(i));
            }
            if (isFirst && !resumesAll) {
                ResumePoint.send(stream, subscriptions);
            }
        } catch (Exception | Error failure) {
            stream.fail("a topic's log threw", failure);
            subscriptions.forEach(TopicSubscription::end);
        } finally {
            removePending();
        }
    }

    /** From now on the subscribers of the lane retain what the subscriptions need. */
    private void removePending() {
        for (int i = 0; i < subscriptions.size(); i++) {
            topics.get(i).removePending(subscriptions.get(i));
        }
    }
}
