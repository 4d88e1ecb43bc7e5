package sse.benchmarks.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;

/** This library as its README has it: one topic with the default history, every stream subscribed to it. */
abstract class TopicBroadcast implements BroadcastServer {
    private final UnaryOperator<SseServer.Builder> transport;
    private final StreamOptions options;
    private final Topic topic;
    private @Nullable SseServer server;

    // Guarded by topic.
    private long posted;

    TopicBroadcast(UnaryOperator<SseServer.Builder> transport) {
        this(transport, StreamOptions.defaults(), Topic.builder().build());
    }

    TopicBroadcast(UnaryOperator<SseServer.Builder> transport, Topic topic) {
        this(transport, StreamOptions.defaults(), topic);
    }

    TopicBroadcast(UnaryOperator<SseServer.Builder> transport, StreamOptions options) {
        this(transport, options, Topic.builder().build());
    }

    private TopicBroadcast(UnaryOperator<SseServer.Builder> transport, StreamOptions options, Topic topic) {
        this.transport = transport;
        this.options = options;
        this.topic = topic;
    }

    @Override
    public int start() throws IOException {
        SseServer started = transport.apply(SseServer.builder()).port(0).stream("/", options, topic)
                .respond("/publish", RequestOptions.methods("POST"), this::publish)
                .start();
        server = started;
        return started.port();
    }

    /** Publishes what is posted, with the next number in place of the first digits of the data. */
    private Response publish(Request request) {
        byte[] data = request.body();
        synchronized (topic) {
            Payload.writeSequence(data, ++posted);
            topic.publish(Event.of(new String(data, StandardCharsets.US_ASCII)));
        }
        return Response.of(204);
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
        return server == null ? Map.of() : ServiceCounters.of(server.statistics());
    }

    @Override
    public void close() {
        topic.close();
        if (server != null) {
            server.close();
        }
    }
}
