package sse.benchmarks.load.server;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.SseServer;
import sse.api.Topic;

/** This library as its README has it: one topic with the default history, every stream subscribed to it. */
abstract class TopicBroadcast implements BroadcastServer {
    private final UnaryOperator<SseServer.Builder> transport;
    private final Topic topic = Topic.builder().build();
    private @Nullable SseServer server;

    TopicBroadcast(UnaryOperator<SseServer.Builder> transport) {
        this.transport = transport;
    }

    @Override
    public int start() throws IOException {
        SseServer started =
                transport.apply(SseServer.builder()).port(0).stream("/", topic).start();
        server = started;
        return started.port();
    }

    /** The id is the topic's. */
    @Override
    public void broadcast(long sequence, String data) {
        topic.publish(Event.of(data));
    }

    @Override
    public int streams() {
        return topic.subscribers();
    }

    @Override
    public void close() {
        topic.close();
        if (server != null) {
            server.close();
        }
    }
}
