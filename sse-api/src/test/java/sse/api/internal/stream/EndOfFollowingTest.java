package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Topic;

/** Streams that follow topics and are closed by their user: what was published before comes first. The lane is driven by hand. */
class EndOfFollowingTest {
    private static final String LARGE = "x".repeat(10_000);

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final Topic topic = topic();
    private final Topic other = topic();
    private final FakeExchange exchange = new FakeExchange();
    private OpenStream stream;

    private Topic topic() {
        return Topic.builder().ticker(ticker).build();
    }

    static List<Named<BiConsumer<EndOfFollowingTest, OpenStream>>> waysToFollow() {
        return List.of(
                Named.of("one topic", (test, stream) -> test.topic.subscribe(stream)),
                Named.of("two topics", (test, stream) -> {
                    test.topic.subscribe(stream);
                    test.other.subscribe(stream);
                }),
                Named.of("a view", (test, stream) -> test.topic.subscribe(stream, Optional::of)));
    }

    @BeforeEach
    void open() {
        stream = lane.open(exchange);
    }

    @ParameterizedTest
    @MethodSource("waysToFollow")
    void getsWhatWasPublishedBeforeItIsClosed(BiConsumer<EndOfFollowingTest, OpenStream> follow) {
        follow(follow);
        topic.publish(event("1", "last"));
        stream.close();
        assertThat(stream.isOpen()).isFalse();
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: 1\ndata: last\n\n");
        assertThat(exchange.finished).isTrue();
        assertThat(topic.subscribers()).isZero();
        assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
    }

    @ParameterizedTest
    @MethodSource("waysToFollow")
    void getsItAlsoWhereItLagsAndAnEventIsLargerThanTheBuffer(BiConsumer<EndOfFollowingTest, OpenStream> follow) {
        follow(follow);
        exchange.room = 5;
        topic.publish(event("1", "first"));
        lane.run();
        topic.publish(event("2", LARGE));
        topic.publish(event("3", "last"));
        stream.close();
        lane.run();
        assertThat(exchange.finished).isFalse();
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken())
                .isEqualTo("id: 1\ndata: first\n\nid: 2\ndata: " + LARGE + "\n\nid: 3\ndata: last\n\n");
        assertThat(exchange.finished).isTrue();
    }

    @ParameterizedTest
    @MethodSource("waysToFollow")
    void getsNothingThatIsPublishedLater(BiConsumer<EndOfFollowingTest, OpenStream> follow) {
        follow(follow);
        exchange.room = 0;
        topic.publish(event("1", "before"));
        stream.close();
        lane.run();
        topic.publish(event("2", "after"));
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken()).startsWith("id: 1\ndata: before\n\n");
        assertThat(exchange.finished).isTrue();
    }

    @Test
    void endsAlsoWhenItsViewThrows() {
        follow((test, opened) -> topic.subscribe(opened, event -> {
            throw new IllegalStateException("as the test wants it");
        }));
        topic.publish(event("1", "last"));
        stream.close();
        lane.run();
        assertThat(exchange.taken()).isEmpty();
        assertThat(exchange.finished).isTrue();
        assertThat(topic.subscribers()).isZero();
    }

    @Test
    void isNotHeldUpByAServerThatClosesMeanwhile() {
        follow((test, opened) -> topic.subscribe(opened));
        topic.publish(event("1", "last"));
        stream.close();
        stream.part(List.of());
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: 1\ndata: last\n\n");
        assertThat(exchange.finished).isTrue();
        assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
    }

    private void follow(BiConsumer<EndOfFollowingTest, OpenStream> follow) {
        follow.accept(this, stream);
        lane.run();
        exchange.taken();
    }

    private static Event event(String id, String data) {
        return Event.builder().id(id).data(data).build();
    }
}
