package sse.examples;

import sse.api.Event;
import sse.api.EventStream;
import sse.api.StreamHandler;
import sse.api.Topic;

/**
 * Tells everybody who is looking how many they are, whenever somebody comes or leaves, as an event of the type
 * {@code viewers}.
 */
final class Viewers implements StreamHandler {
    // Of the past nobody needs to know more than the newest number.
    private final Topic topic = Topic.builder()
            .noHistory()
            .noGapEvent()
            .onSubscribe(viewer -> tellEverybody())
            .onUnsubscribe(viewer -> tellEverybody())
            .build();

    @Override
    public void onOpen(EventStream stream) {
        topic.subscribe(stream);
    }

    /** One at a time, so that nobody gets an old number after a new one. */
    private synchronized void tellEverybody() {
        topic.publish(Event.of("viewers", Integer.toString(topic.subscribers())));
    }
}
