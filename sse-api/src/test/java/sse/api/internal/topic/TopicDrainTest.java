package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Topic;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.Thrown;
import sse.api.internal.stream.ServerEventStream;

/**
 * Streams that follow topics and are closed by their user: what was published before comes first. The lane is driven by
 * hand.
 */
class TopicDrainTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final String LARGE = "x".repeat(10_000);

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final Topic topic = topic();
    private final Topic other = topic();
    private final FakeExchange exchange = new FakeExchange();
    private ServerEventStream stream;

    private Topic topic() {
        return Topic.builder().ticker(ticker).build();
    }

    static List<Named<BiConsumer<TopicDrainTest, EventStream>>> waysToFollow() {
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
    void getsWhatWasPublishedBeforeItIsClosed(BiConsumer<TopicDrainTest, EventStream> follow) {
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
    void deliversToPendingSubscription(BiConsumer<TopicDrainTest, EventStream> follow) {
        follow.accept(this, stream);
        publishAndClose();
        lane.run();
        assertGotItAndEnded(PRELUDE, CloseReason.COMPLETED);
    }

    @ParameterizedTest
    @MethodSource("waysToFollow")
    void deliversToSecondPendingSubscription(BiConsumer<TopicDrainTest, EventStream> follow) {
        Topic empty = topic();
        empty.subscribe(stream);
        lane.run();
        exchange.taken();
        stream.send("gives it a turn");
        follow.accept(this, stream);
        publishAndClose();
        lane.run();
        assertGotItAndEnded("data: gives it a turn\n\n", CloseReason.COMPLETED);
    }

    @ParameterizedTest
    @MethodSource("waysToFollow")
    void deliversIfHandlerClosesOnLane(BiConsumer<TopicDrainTest, EventStream> follow) {
        FakeExchange own = new FakeExchange();
        lane.open(own, opened -> {
            follow.accept(this, opened);
            other.subscribe(opened);
            topic.publish(event("1", "last"));
            opened.close();
        });
        lane.run();
        assertThat(own.taken()).isEqualTo(PRELUDE + "id: 1\ndata: last\n\n");
        assertThat(own.finished).isTrue();
    }

    @ParameterizedTest
    @MethodSource("waysToFollow")
    void deliversToPendingSubscriptionOnShutdown(BiConsumer<TopicDrainTest, EventStream> follow) {
        follow.accept(this, stream);
        topic.publish(event("1", "last"));
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.empty(), Optional.empty());
        assertThat(stream.isOpen()).isTrue();
        lane.run();
        assertGotItAndEnded(PRELUDE, CloseReason.SHUTDOWN);
    }

    @Test
    void closesThoughLaneRejectsDrainTask() {
        topic.subscribe(stream);
        stream.close();
        lane.refuseNextTask();
        try (CoreLog log = new CoreLog()) {
            lane.run();
            assertThat(log.records())
                    .containsExactly("event loop rejected a stream's close task; pending subscriptions may be lost: "
                            + HandDrivenLane.REFUSED);
        }
        assertThat(exchange.finished).isTrue();
    }

    @ParameterizedTest
    @MethodSource("waysToFollow")
    void deliversLargeEventToSlowSubscriber(BiConsumer<TopicDrainTest, EventStream> follow) {
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
    void closesThoughMoreIsPublished(BiConsumer<TopicDrainTest, EventStream> follow) {
        follow(follow);
        exchange.room = 0;
        topic.publish(event("1", "before"));
        stream.close();
        lane.run();
        topic.publish(event("2", "after"));
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        // What is published later is sent if it is in the same batch: without a view it is.
        assertThat(exchange.taken()).matches("id: 1\ndata: before\n\n(id: 2\ndata: after\n\n)?");
        assertThat(exchange.finished).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void closesThoughTransformThrows(Thrown thrown) {
        follow((test, opened) -> topic.subscribe(opened, event -> {
            throw thrown.now();
        }));
        topic.publish(event("1", "last"));
        stream.close();
        lane.run();
        // Throwing an interrupt interrupts.
        assertThat(Thread.interrupted()).isEqualTo(thrown == Thrown.UNDECLARED_INTERRUPT);
        assertThat(exchange.taken()).isEmpty();
        assertThat(exchange.finished).isTrue();
        assertThat(topic.subscribers()).isZero();
    }

    static List<Named<Consumer<ServerEventStream>>> failuresThatAreNotItsTopics() {
        Exception failure = new IllegalStateException(Thrown.MESSAGE);
        return List.of(
                Named.of("a publisher", stream -> stream.sendAll(subscriber -> subscriber.onError(failure))),
                Named.of(
                        "an onWritable action",
                        stream -> stream.runUserCode("action", () -> {
                            throw failure;
                        })),
                Named.of(
                        "what is interrupted",
                        stream -> stream.runUserCode("action", () -> {
                            throw new InterruptedException(Thrown.MESSAGE);
                        })));
    }

    @ParameterizedTest
    @MethodSource("failuresThatAreNotItsTopics")
    void drainsThoughOtherCodeFails(Consumer<ServerEventStream> fail) {
        follow((test, opened) -> topic.subscribe(opened));
        exchange.room = 0;
        publishAndClose();
        fail.accept(stream);
        Thread.interrupted(); // As one of them leaves it.
        lane.run();
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertGotItAndEnded("", CloseReason.COMPLETED);
    }

    @Test
    void drainsThoughHandlerThrows() {
        FakeExchange own = new FakeExchange();
        lane.open(own, opened -> {
            topic.subscribe(opened);
            topic.publish(event("1", "last"));
            opened.close();
            throw new IllegalStateException(Thrown.MESSAGE);
        });
        lane.run();
        assertThat(own.taken()).isEqualTo(PRELUDE + "id: 1\ndata: last\n\n");
        assertThat(own.finished).isTrue();
    }

    @Test
    void closesOnceIfServerClosesMeanwhile() {
        follow((test, opened) -> topic.subscribe(opened));
        topic.publish(event("1", "last"));
        stream.close();
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.empty(), Optional.empty());
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: 1\ndata: last\n\n");
        assertThat(exchange.finished).isTrue();
        assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
    }

    private void publishAndClose() {
        topic.publish(event("1", "last"));
        stream.close();
    }

    private void assertGotItAndEnded(String before, CloseReason reason) {
        assertThat(exchange.taken()).isEqualTo(before + "id: 1\ndata: last\n\n");
        assertThat(exchange.finished).isTrue();
        assertThat(topic.subscribers()).isZero();
        assertThat(stream.closeReason()).contains(reason);
    }

    private void follow(BiConsumer<TopicDrainTest, EventStream> follow) {
        follow.accept(this, stream);
        lane.run();
        exchange.taken();
    }

    private static Event event(String id, String data) {
        return Event.builder().id(id).data(data).build();
    }
}
