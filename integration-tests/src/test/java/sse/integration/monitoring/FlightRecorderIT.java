package sse.integration.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.EventStream;
import sse.api.spi.Transport;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Events in a recording of JDK Flight Recorder. */
class FlightRecorderIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void recordsOpenedAndShedStreams(Transport transport) throws Exception {
        String remote;
        Duration took;
        List<RecordedEvent> events;
        try (Recording recording = new Recording()) {
            recording.enable("sse.Stream");
            recording.enable("sse.Shed");
            recording.enable("sse.LaneRun").withThreshold(Duration.ZERO);
            recording.start();
            long start = System.nanoTime();
            remote = serveOneAndTurnOneAway(transport);
            took = Duration.ofNanos(System.nanoTime() - start);
            recording.stop();
            Path file = directory.resolve("recording.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }

        RecordedEvent stream = only(events, "sse.Stream");
        assertThat(stream.getString("path")).isEqualTo("/recorded");
        assertThat(stream.getString("lastEventId")).isEqualTo("7");
        assertThat(stream.getString("closeReason")).isEqualTo("COMPLETED");
        assertThat(stream.getLong("droppedEvents")).isZero();
        assertThat(stream.getString("remote")).isEqualTo(remote);
        assertThat(only(events, "sse.Shed").getString("path")).isEqualTo("/recorded");
        List<RecordedEvent> runs = events.stream()
                .filter(event -> event.getEventType().getName().equals("sse.LaneRun"))
                .toList();
        assertThat(runs)
                .isNotEmpty()
                .allSatisfy(run -> assertThat(run.getInt("members")).isPositive())
                .allSatisfy(run -> assertThat(run.getDuration("queueDelay")).isBetween(Duration.ZERO, took))
                .anySatisfy(run -> assertThat(run.getDuration("queueDelay")).isPositive());
    }

    /** Returns the address of the client that was served. */
    private static String serveOneAndTurnOneAway(Transport transport) {
        CompletableFuture<EventStream> opened = new CompletableFuture<>();
        try (TestServer server = TestServer.start(
                        transport, builder -> builder.maxStreams(1).stream("/recorded", opened::complete));
                TestStream first = server.client().withLastEventId("7").connect("/recorded")) {
            try (TestStream second = server.connect("/recorded")) {
                assertThat(second.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            }
            EventStream stream = opened.join();
            stream.close();
            assertThat(first.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            return stream.request().remoteAddress().toString();
        }
    }

    private static RecordedEvent only(List<RecordedEvent> events, String type) {
        List<RecordedEvent> found = events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .toList();
        assertThat(found).as(type).hasSize(1);
        return found.get(0);
    }
}
