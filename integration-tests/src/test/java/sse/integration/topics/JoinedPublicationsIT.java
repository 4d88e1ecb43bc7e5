package sse.integration.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.api.Event;
import sse.api.LaneStatistics;
import sse.api.MessageEvent;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.Topic;
import sse.integration.fixtures.NumberedEvents;
import sse.nio.NioTransport;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Publications that come as requests of one connection, and how often the lane writes for them. */
@Timeout(60)
class JoinedPublicationsIT {
    private static final int EVENTS = 256;
    private static final int SUBSCRIBERS = 5;
    private static final String RESPONSE = "HTTP/1.1 204 No Content\r\n";

    private final Topic topic = Topic.builder().build();

    /** The responder runs on the loop and time stands still, so that the number of runs depends on nothing else. */
    @Test
    void writesOnceForManyPipelinedRequests() throws Exception {
        try (TestServer server = TestServer.start(new NioTransport().withLoops(1), this::configure)) {
            List<TestStream> streams = Stream.generate(() -> NumberedEvents.connect(server, topic))
                    .limit(SUBSCRIBERS)
                    .toList();
            LaneStatistics before = lane(server.server());
            String responses = send(server.server().port(), posts());
            for (TestStream stream : streams) {
                assertThat(stream.nextEvents(EVENTS).stream().map(MessageEvent::data))
                        .containsExactlyElementsOf(NumberedEvents.numbers(0, EVENTS));
                stream.close();
            }

            assertThat(responses.split(RESPONSE, -1)).hasSize(EVENTS + 1);
            assertThat(lane(server.server()).runs() - before.runs()).isLessThanOrEqualTo(EVENTS / 16);
        }
    }

    private void configure(SseServer.Builder builder) {
        builder.ticker(new ManualTicker()).executor(Runnable::run).closeTimeout(Duration.ZERO).stream("/", topic)
                .respond("/publish", RequestOptions.methods("POST"), request -> {
                    topic.publish(Event.of(request.text()));
                    return Response.of(204);
                });
    }

    private static LaneStatistics lane(SseServer server) {
        return server.statistics().lanes().get(0);
    }

    /** Sends requests of which the last one closes the connection, and returns the responses. */
    private static String send(int port, String requests) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String posts() {
        return NumberedEvents.numbers(0, EVENTS).stream()
                .map(JoinedPublicationsIT::post)
                .collect(Collectors.joining());
    }

    private static String post(String data) {
        boolean isLast = data.equals(Integer.toString(EVENTS - 1));
        return "POST /publish HTTP/1.1\r\nHost: a\r\n" + (isLast ? "Connection: close\r\n" : "") + "Content-Length: "
                + data.length() + "\r\n\r\n" + data;
    }
}
