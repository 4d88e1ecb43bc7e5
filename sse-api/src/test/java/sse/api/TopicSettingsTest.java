package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of a topic: rejected values and rejected combinations. */
class TopicSettingsTest {
    private static final int MOST = 1 << 24;
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @MethodSource
    void rejectsSetting(UnaryOperator<Topic.Builder> setting, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.apply(Topic.builder()))
                .withMessage(message);
    }

    static Stream<Arguments> rejectsSetting() {
        String history = "history must be between 1 and 16777216 events: ";
        String keys = "keys must be between 1 and 16777216: ";
        return Stream.of(
                setting(history + "0", topic -> topic.history(0, HOUR)),
                setting(history + "16777217", topic -> topic.history(MOST + 1, HOUR)),
                setting("history's age must be positive: PT0S", topic -> topic.history(1, Duration.ZERO)),
                setting("history's age must be positive: PT-1S", topic -> topic.history(1, Duration.ofSeconds(-1))),
                setting("history must be at least 1 byte: 0", topic -> topic.historyBytes(0)),
                setting(keys + "0", topic -> topic.latestByKey(event -> "", 0)),
                setting(keys + "16777217", topic -> topic.latestByKey(event -> "", MOST + 1)),
                setting("events to replay must not be negative: -1", topic -> topic.replayOnSubscribe(-1)));
    }

    private static Arguments setting(String message, UnaryOperator<Topic.Builder> setting) {
        return Arguments.of(Named.of(message, setting), message);
    }

    @Test
    void acceptsBoundaryValues() {
        Topic.builder()
                .history(1, Duration.ofNanos(1))
                .history(MOST, HOUR)
                .historyBytes(1)
                .replayOnSubscribe(0)
                .build();
        Topic.builder().latestByKey(event -> "", 1).build();
        Topic.builder().latestByKey(event -> "", MOST).build();
    }

    @Test
    void rejectsHistorySettingsOfCompactedTopic() {
        Topic.Builder builder = Topic.builder()
                .replayOnSubscribe(1)
                .lagPolicy(LagPolicy.SKIP_TO_NEWEST)
                .gapPolicy(GapPolicy.LIVE)
                .history(1, HOUR)
                .latestByKey(event -> "");
        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessage("latestByKey must be without settings of history: "
                        + "[gapPolicy, history, lagPolicy, replayOnSubscribe]");
    }

    @Test
    void rejectsTombstonesWithoutKeys() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Topic.builder().tombstone(event -> true).build())
                .withMessage("tombstone must be with latestByKey");
        Topic.builder()
                .latestByKey(event -> "")
                .tombstone(event -> true)
                .incompleteEvent(Event.of("partial", ""))
                .build();
    }

    @Test
    void rejectsNegativeTimeout() {
        Topic topic = Topic.builder().build();
        Duration negative = Duration.ofNanos(-1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> topic.publish(Event.of("a"), negative))
                .withMessage("timeout must not be negative: PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topic.publishAll(List.of(Event.of("a")), negative))
                .withMessage("timeout must not be negative: PT-0.000000001S");
    }

    @Test
    void rejectsStreamOfOtherImplementation() {
        EventStream foreign = (EventStream) java.lang.reflect.Proxy.newProxyInstance(
                EventStream.class.getClassLoader(), new Class<?>[] {EventStream.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method);
                });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topic.builder().build().subscribe(foreign))
                .withMessage("stream must be one that a server opened: "
                        + foreign.getClass().getName());
    }

    @Test
    void rejectsEventsAfterClose() {
        Topic topic = Topic.builder().build();
        assertThat(topic.publish(Event.of("a").withId("own"))).isEqualTo("own");
        topic.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> topic.publish(Event.of("b")))
                .withMessage("topic must be open to publish: it is closed");
    }
}
