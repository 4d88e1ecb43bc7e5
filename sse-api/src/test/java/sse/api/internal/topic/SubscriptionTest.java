package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.Thrown;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.StreamSubscriptions;

/** How a subscription begins and ends: by itself, with its stream, with its topic, with the server. */
class SubscriptionTest {
    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();
    private final ServerEventStream stream = lane.open(exchange);
    private final List<String> told = new ArrayList<>();
    private final Topic topic = Topic.builder()
            .ticker(ticker)
            .onSubscribe(subscription -> told.add("subscribed"))
            .onUnsubscribe(subscription -> told.add("unsubscribed"))
            .build();

    @Test
    void endsWhenCancelled() {
        Subscription subscription = topic.subscribe(stream);
        assertThat(topic.subscribers()).isZero();
        lane.run();
        assertThat(topic.subscribers()).isEqualTo(1);
        assertThat(subscription.isActive()).isTrue();
        assertThat(subscription.stream()).isSameAs(stream);
        assertThat(told).containsExactly("subscribed");

        subscription.cancel();
        assertThat(topic.subscribers()).isEqualTo(1);
        lane.run();
        assertOver(subscription);
        subscription.cancel();
        publish(topic, "late");
        assertOver(subscription);
        assertThat(stream.isOpen()).isTrue();
        assertThat(StreamSubscriptions.of(stream).isEmpty()).isTrue();
        assertThat(exchange.taken()).isEqualTo(":\nretry: 3000\n");
    }

    @Test
    void endsWithStream() {
        Subscription subscription = topic.subscribe(stream);
        lane.run();
        exchange.listener().closed();
        assertOver(subscription);
        assertThat(ticker.tasks()).as("nobody on the lane").isZero();
    }

    @Test
    void endsWithTopic() {
        FakeExchange slowOne = new FakeExchange();
        ServerEventStream slow = lane.open(slowOne);
        ServerEventStream viewing = lane.open(new FakeExchange());
        List<Subscription> subscriptions = Stream.of(
                        topic.subscribe(stream), topic.subscribe(slow), topic.subscribe(viewing, Optional::of))
                .toList();
        lane.run();
        slowOne.room = 0;
        publish(topic, "a");
        topic.close();
        assertThat(topic.subscribers()).isEqualTo(3);
        lane.run();
        assertThat(topic.subscribers()).isZero();
        assertThat(subscriptions).noneMatch(Subscription::isActive);
        assertThat(List.of(stream, slow, viewing)).allMatch(ServerEventStream::isOpen);
        assertThat(told).hasSize(6).endsWith("unsubscribed", "unsubscribed", "unsubscribed");
    }

    @Test
    void doesNotStartWhenTopicOrStreamIsClosed() {
        Subscription cancelled = topic.subscribe(stream);
        cancelled.cancel();
        ServerEventStream left = lane.open(new FakeExchange());
        lane.run();
        left.abort(CloseReason.CLIENT_GONE);
        Subscription onLeft = topic.subscribe(left);
        told.clear();
        lane.run();
        Subscription pending = topic.subscribe(stream);
        topic.close();
        lane.run();
        assertThat(List.of(onLeft, pending)).noneMatch(Subscription::isActive);
        assertThat(topic.subscribers()).isZero();
        assertThat(told).isEmpty();
        assertThat(stream.isOpen()).isTrue();
    }

    @Nested
    class ClosedTopic {
        private final Topic open = Topic.builder().ticker(ticker).build();

        @BeforeEach
        void close() {
            topic.close();
        }

        @Test
        void refusesSubscribers() {
            List<Executable> calls = List.of(
                    () -> topic.subscribe(stream),
                    () -> topic.subscribe(stream, Optional::of),
                    () -> topic.subscribeFiltered(stream, event -> true),
                    () -> Topic.subscribe(stream, List.of(open, topic)),
                    () -> Topic.subscribe(stream, List.of(open, topic), Optional::of),
                    () -> Topic.subscribeFiltered(stream, List.of(open, topic), event -> true));

            assertThat(calls)
                    .allSatisfy(call -> assertThatIllegalStateException()
                            .isThrownBy(call::execute)
                            .withMessage("topic must be open to subscribe: it is closed"));
            lane.run();
            assertThat(open.subscribers()).isZero();
            assertThat(stream.isOpen()).isTrue();
        }

        @Test
        void closesStreamsThatItHandles() {
            FakeExchange handled = new FakeExchange();
            List<CloseReason> reasons = new ArrayList<>();
            lane.open(handled, opened -> {
                opened.onClose(reasons::add);
                topic.onOpen(opened);
            });
            lane.run();

            assertThat(handled.taken()).isEqualTo(":\nretry: 3000\n");
            assertThat(handled.finished).isTrue();
            assertThat(reasons).containsExactly(CloseReason.COMPLETED);
        }
    }

    @Test
    void leavesOtherSubscriptionsOfStream() {
        Topic other = Topic.builder().ticker(ticker).build();
        List<Subscription> both = Topic.subscribe(stream, List.of(topic, other));
        lane.run();
        exchange.taken();
        both.get(0).cancel();
        lane.run();
        publish(topic, "a");
        publish(other, "b");
        assertThat(exchange.taken()).isEqualTo("id: b\ndata: b\n\n");
        both.get(1).cancel();
        lane.run();
        assertThat(StreamSubscriptions.of(stream).isEmpty()).isTrue();
        assertThat(other.subscribers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesOtherSubscribersOfTopic(boolean lags) {
        FakeExchange viewing = new FakeExchange();
        FakeExchange leaving = new FakeExchange();
        topic.subscribe(stream);
        Subscription last = topic.subscribe(lane.open(leaving));
        if (!lags) {
            topic.subscribe(lane.open(viewing), Optional::of);
        }
        lane.run();
        exchange.taken();
        viewing.taken();
        leaving.room = lags ? 0 : leaving.room;
        publish(topic, "a");
        last.cancel();
        lane.run();
        publish(topic, "b");
        String both = "id: a\ndata: a\n\nid: b\ndata: b\n\n";
        assertThat(exchange.taken()).isEqualTo(both);
        assertThat(viewing.taken()).isEqualTo(lags ? "" : both);
    }

    @Test
    void joinsWhatItsStreamFollowsAlready() {
        Topic other = Topic.builder().ticker(ticker).build();
        topic.subscribe(stream);
        lane.run();
        other.subscribe(stream);
        lane.run();
        Topic third = Topic.builder().ticker(ticker).build();
        third.subscribe(stream, event -> Optional.of(event.withData("seen")));
        lane.run();
        exchange.taken();
        publish(topic, "a");
        publish(other, "b");
        publish(third, "c");
        publish(topic, "d");
        assertThat(exchange.taken())
                .isEqualTo("id: a\ndata: a\n\nid: b\ndata: b\n\nid: c\ndata: seen\n\nid: d\ndata: d\n\n");
    }

    @Test
    void waitsForItsTurnBeforeTheFarewell() {
        topic.subscribe(stream);
        lane.run();
        exchange.taken();
        stream.send("sent"); // So it has its turn before the topic.
        topic.publish(Event.of("a").withId("a"));
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.of(Event.of("bye")), Optional.empty());
        lane.run();
        assertThat(exchange.taken()).isEqualTo("data: sent\n\nid: a\ndata: a\n\ndata: bye\n\n");
    }

    @Test
    void sendsPublishedEventsBeforeClosingEvent() {
        topic.subscribe(stream);
        ServerEventStream upToDate = lane.open(new FakeExchange());
        lane.run();
        exchange.taken();
        exchange.room = 0;
        publish(topic, "a");
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.of(Event.of("bye")), Optional.empty());
        publish(topic, "b");
        assertThat(stream.isOpen()).as("while something is to come").isTrue();
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: a\ndata: a\n\nid: b\ndata: b\n\ndata: bye\n\n");
        assertThat(stream.closeReason()).contains(CloseReason.SHUTDOWN);
        assertThat(exchange.finished).isTrue();
        upToDate.drainAndClose(CloseReason.SHUTDOWN, Optional.empty(), Optional.empty());
        lane.run();
        assertThat(upToDate.closeReason()).contains(CloseReason.SHUTDOWN);
    }

    @Test
    void sendsEventsPublishedBeforeDrainStarts() {
        topic.subscribe(stream);
        lane.run();
        exchange.taken();
        topic.publish(Event.of("a").withId("a"));
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.of(Event.of("bye")), Optional.empty());
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: a\ndata: a\n\ndata: bye\n\n");
        assertThat(topic.subscribers()).isZero();
    }

    @Test
    void reportsShutdownIfClientLeavesMeanwhile() {
        topic.subscribe(stream);
        lane.run();
        exchange.room = 0;
        publish(topic, "a");
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.empty(), Optional.empty());
        exchange.listener().closed();
        assertThat(stream.closeReason()).contains(CloseReason.SHUTDOWN);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheOtherListenersThoughOneThrows(Thrown thrown) {
        Topic listened = Topic.builder()
                .ticker(ticker)
                .onSubscribe(subscription -> {
                    throw thrown.now();
                })
                .onSubscribe(subscription -> told.add("told"))
                .onUnsubscribe(subscription -> told.add("told of the end"))
                .build();
        try (CoreLog log = new CoreLog()) {
            Subscription subscription = listened.subscribe(stream);
            lane.run();
            subscription.cancel();
            lane.run();
            assertThat(log.records()).containsExactly("topic listener threw: " + Thrown.MESSAGE);
        }
        assertThat(told).containsExactly("told", "told of the end");
    }

    private void assertOver(Subscription subscription) {
        assertThat(subscription.isActive()).isFalse();
        assertThat(topic.subscribers()).isZero();
        assertThat(told).containsExactly("subscribed", "unsubscribed");
    }

    private void publish(Topic on, String text) {
        on.publish(Event.of(text).withId(text));
        lane.run();
    }
}
