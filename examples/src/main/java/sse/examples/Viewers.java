package sse.examples;

import sse.api.Event;
import sse.api.EventStream;
import sse.api.StreamHandler;
import sse.api.Topic;

/**
 * Sends the number of viewers to all of them, as an event of type {@code viewers}, whenever one opens or closes the
 * page.
 */
final class Viewers implements StreamHandler {
    // Only the latest number matters, and a new viewer changes it.
    private final Topic topic = Topic.builder()
            .noHistory()
            .noGapEvent()
            .onSubscribe(viewer -> publishNumber())
            .onUnsubscribe(viewer -> publishNumber())
            .build();

    @Override
    public void onOpen(EventStream stream) {
        topic.subscribe(stream);
    }

    /** One call at a time, so that no old number follows a new one. */
    private synchronized void publishNumber() {
        topic.publish(Event.of("viewers", Integer.toString(topic.subscribers())));
    }
}
