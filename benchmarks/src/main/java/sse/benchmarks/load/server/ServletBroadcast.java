package sse.benchmarks.load.server;

import java.io.IOException;
import java.util.Map;
import sse.api.Event;
import sse.api.SseService;
import sse.api.Topic;
import sse.servlet.SseServlet;

/**
 * This library in a servlet container as its guide has it: one topic with the default history, mounted by an
 * {@link SseServlet} that is closed before the container stops.
 */
abstract class ServletBroadcast implements BroadcastServer {
    private final ServletContainer container;
    private final Topic topic = Topic.builder().build();
    private final SseServlet servlet;

    ServletBroadcast(ServletContainer container) {
        this.container = container;
        SseService.Builder service = SseService.builder();
        MountedService.configure(service, topic);
        this.servlet = SseServlet.of(service.build());
    }

    @Override
    public int start() throws IOException {
        return container.start(servlet);
    }

    /** The id is the topic's. */
    @Override
    public void broadcast(long sequence, String data) throws IOException {
        topic.publish(Event.of(data));
    }

    @Override
    public int streams() {
        return topic.subscribers();
    }

    @Override
    public Map<String, Long> counters() {
        return ServiceCounters.of(servlet.statistics());
    }

    @Override
    public void close() throws IOException {
        servlet.close();
        container.stop();
        topic.close();
    }
}
