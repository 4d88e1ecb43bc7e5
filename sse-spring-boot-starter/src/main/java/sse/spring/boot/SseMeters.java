package sse.spring.boot;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import sse.api.CloseReason;
import sse.api.ServerStatistics;
import sse.api.Topic;
import sse.api.TopicStatistics;
import sse.servlet.SseServlet;

/**
 * The figures of a service and of topics as meters. Those of the service are counted from the start of its servlet.
 *
 * @param servlet runs the service
 * @param topics by the names of their beans, which their meters are tagged with
 */
record SseMeters(SseServlet servlet, Map<String, Topic> topics) implements MeterBinder {
    private static final ServerStatistics NONE = ServerStatistics.builder().build();

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sse.streams.open", servlet, s -> statistics(s).openStreams())
                .description("streams that are open")
                .register(registry);
        count(registry, "sse.streams.opened", "streams that were opened", ServerStatistics::openedStreams);
        count(registry, "sse.streams.shed", "requests for streams that were shed", ServerStatistics::shed);
        for (CloseReason reason : CloseReason.values()) {
            FunctionCounter.builder("sse.streams.closed", servlet, s -> closed(s, reason))
                    .description("streams that were closed")
                    .tag("reason", reason.name())
                    .register(registry);
        }
        count(registry, "sse.events.sent", "events that were sent", ServerStatistics::sentEvents);
        count(registry, "sse.events.dropped", "events that slow clients lost", ServerStatistics::droppedEvents);
        FunctionCounter.builder("sse.sent", servlet, s -> statistics(s).sentBytes())
                .description("what was sent")
                .baseUnit("bytes")
                .register(registry);
        topics.forEach((name, topic) -> {
            gauge(registry, name, topic, "sse.topic.subscribers", TopicStatistics::subscribers);
            gauge(registry, name, topic, "sse.topic.retained.events", TopicStatistics::retainedEvents);
            gauge(registry, name, topic, "sse.topic.retained.bytes", TopicStatistics::retainedBytes);
            gauge(registry, name, topic, "sse.topic.lane.lag", TopicStatistics::laneLag);
        });
    }

    private void count(
            MeterRegistry registry, String name, String description, ToDoubleFunction<ServerStatistics> count) {
        FunctionCounter.builder(name, servlet, s -> count.applyAsDouble(statistics(s)))
                .description(description)
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry, String name, Topic topic, String meter, ToDoubleFunction<TopicStatistics> value) {
        Gauge.builder(meter, topic, t -> value.applyAsDouble(t.statistics()))
                .tag("topic", name)
                .register(registry);
    }

    private static double closed(SseServlet servlet, CloseReason reason) {
        return statistics(servlet).closedStreams().getOrDefault(reason, 0L);
    }

    /** Returns zeros before the container has started the servlet. */
    private static ServerStatistics statistics(SseServlet servlet) {
        return servlet.getServletConfig() == null ? NONE : servlet.statistics();
    }
}
