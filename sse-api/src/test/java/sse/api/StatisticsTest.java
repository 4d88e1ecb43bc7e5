package sse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final LaneStatistics LANE = LaneStatistics.builder()
            .runs(1)
            .queueDelay(Duration.ofMillis(2))
            .busy(Duration.ofMillis(3))
            .sentEvents(4)
            .droppedEvents(5)
            .sentBytes(6)
            .compression(CompressionStatistics.builder()
                    .bytesBefore(7)
                    .bytesAfter(8)
                    .keyframes(9)
                    .compressors(10)
                    .build())
            .build();

    private static ServerStatistics.Builder server() {
        return ServerStatistics.builder()
                .openStreams(1)
                .openedStreams(2)
                .closedStreams(Map.of(CloseReason.COMPLETED, 3L))
                .shed(4)
                .lanes(List.of(LANE, LANE));
    }

    @Test
    void sumsLanes() {
        ServerStatistics statistics = server().build();

        assertThat(statistics.sentEvents()).isEqualTo(8);
        assertThat(statistics.droppedEvents()).isEqualTo(10);
        assertThat(statistics.sentBytes()).isEqualTo(12);
        assertThat(statistics.compression())
                .hasToString("CompressionStatistics[bytesBefore=14, bytesAfter=16, keyframes=18, compressors=20]");
    }

    @Test
    void describesLane() {
        assertThat(LANE)
                .hasToString("LaneStatistics[runs=1, queueDelay=PT0.002S, busy=PT0.003S, sentEvents=4, droppedEvents=5,"
                        + " sentBytes=6, compression=CompressionStatistics[bytesBefore=7, bytesAfter=8, keyframes=9,"
                        + " compressors=10]]");
    }

    @Test
    void startsAtZero() {
        assertThat(LaneStatistics.builder().build())
                .hasToString("LaneStatistics[runs=0, queueDelay=PT0S, busy=PT0S, sentEvents=0, droppedEvents=0,"
                        + " sentBytes=0, compression=CompressionStatistics[bytesBefore=0, bytesAfter=0, keyframes=0,"
                        + " compressors=0]]");
        assertThat(ServerStatistics.builder().build())
                .hasToString("ServerStatistics[openStreams=0, openedStreams=0, closedStreams={}, shed=0, lanes=[]]");
    }

    private static TopicStatistics.Builder topic() {
        return TopicStatistics.builder()
                .subscribers(1)
                .retainedEvents(2)
                .retainedBytes(3)
                .laneLag(4);
    }

    @Test
    void describesTopic() {
        TopicStatistics statistics = topic().build();

        assertThat(statistics)
                .hasToString("TopicStatistics[subscribers=1, retainedEvents=2, retainedBytes=3, laneLag=4]")
                .isEqualTo(topic().build())
                .hasSameHashCodeAs(topic().build());
        assertThat(List.of(
                        topic().subscribers(0).build(),
                        topic().retainedEvents(0).build(),
                        topic().retainedBytes(0).build(),
                        topic().laneLag(0).build()))
                .doesNotContain(statistics);
    }

    private static RunsStatistics.Builder runs() {
        return RunsStatistics.builder()
                .running(1)
                .ended(2)
                .retainedBytes(3)
                .started(4)
                .rejected(5)
                .evicted(6);
    }

    @Test
    void describesRuns() {
        RunsStatistics statistics = runs().build();

        assertThat(statistics)
                .hasToString("RunsStatistics[running=1, ended=2, retainedBytes=3, started=4, rejected=5, evicted=6]")
                .isEqualTo(runs().build())
                .hasSameHashCodeAs(runs().build());
        assertThat(List.of(
                        runs().running(0).build(),
                        runs().ended(0).build(),
                        runs().retainedBytes(0).build(),
                        runs().started(0).build(),
                        runs().rejected(0).build(),
                        runs().evicted(0).build()))
                .doesNotContain(statistics);
    }

    @Test
    void equalsStatisticsWithEqualValues() {
        ServerStatistics statistics = server().build();

        assertThat(server().build()).isEqualTo(statistics).hasSameHashCodeAs(statistics);
        assertThat(List.of(
                        server().openStreams(0).build(),
                        server().openedStreams(0).build(),
                        server().closedStreams(Map.of()).build(),
                        server().shed(0).build(),
                        server().lanes(List.of(LANE)).build()))
                .doesNotContain(statistics);
    }
}
