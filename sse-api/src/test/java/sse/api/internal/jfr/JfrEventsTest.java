package sse.api.internal.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Headers;
import sse.api.StreamRequest;
import sse.api.internal.FlightRecording;

/** What is recorded for JDK Flight Recorder, and that nothing is begun while nobody records. */
class JfrEventsTest {
    private static final StreamRequest REQUEST = new Request("/recorded", Optional.of("7"));

    @Test
    void recordsNothingIfDisabled() {
        assertThat(JfrEvents.beginStream(REQUEST)).isNull();
        assertThat(JfrEvents.beginLaneRun()).isNull();
        JfrEvents.shed(REQUEST);
    }

    @Test
    void recordsWhatBecameOfAStream() throws Exception {
        RecordedEvent stream = recorded(
                "sse.Stream",
                () -> Objects.requireNonNull(JfrEvents.beginStream(REQUEST)).end(CloseReason.TIMED_OUT, 3));
        assertThat(stream.getString("path")).isEqualTo("/recorded");
        assertThat(stream.getString("remote")).isEqualTo(REQUEST.remoteAddress().toString());
        assertThat(stream.getString("lastEventId")).isEqualTo("7");
        assertThat(stream.getString("closeReason")).isEqualTo("TIMED_OUT");
        assertThat(stream.getLong("droppedEvents")).isEqualTo(3);
        assertThat(stream.getStartTime()).isBefore(stream.getEndTime());
    }

    @Test
    void recordsLaneRun() throws Exception {
        RecordedEvent run = recorded(
                "sse.LaneRun",
                () -> Objects.requireNonNull(JfrEvents.beginLaneRun()).end(Duration.ofMillis(5), 12));
        assertThat(run.getDuration("queueDelay")).isEqualTo(Duration.ofMillis(5));
        assertThat(run.getInt("members")).isEqualTo(12);
        assertThat(run.getStartTime()).isBefore(run.getEndTime());
    }

    @Test
    void recordsShedRequest() throws Exception {
        RecordedEvent away = recorded("sse.Shed", () -> JfrEvents.shed(REQUEST));
        assertThat(away.getString("path")).isEqualTo("/recorded");
        assertThat(away.getString("remote")).isEqualTo(REQUEST.remoteAddress().toString());
    }

    private static RecordedEvent recorded(String type, Runnable action) throws IOException {
        List<RecordedEvent> events = FlightRecording.of(type, action);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** A request of which only this is asked. */
    private record Request(String path, Optional<String> lastEventId) implements StreamRequest {
        @Override
        public InetSocketAddress remoteAddress() {
            return InetSocketAddress.createUnresolved("client", 1);
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String pathParameter(String name) {
            return "";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public List<String> queryParameters(String name) {
            return List.of();
        }

        @Override
        public Headers headers() {
            return Headers.empty();
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }
    }
}
