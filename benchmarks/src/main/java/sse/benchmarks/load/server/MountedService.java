package sse.benchmarks.load.server;

import java.time.Duration;
import sse.api.Event;
import sse.api.SseService;
import sse.api.Topic;

/** What this library serves in a servlet container. */
final class MountedService {
    private static final Duration SOONEST_RETURN = Duration.ofSeconds(1);
    private static final Duration LATEST_RETURN = Duration.ofSeconds(10);

    private MountedService() {}

    /** One topic for all streams, a closing event, and reconnection times that are spread. */
    static void configure(SseService.Builder service, Topic topic) {
        service.stream("/", topic).closingEvent(Event.of("bye", "-")).reconnectDelay(SOONEST_RETURN, LATEST_RETURN);
    }
}
