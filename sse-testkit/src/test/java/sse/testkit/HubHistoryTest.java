package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.PublishException;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.spi.history.EntryId;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** Hubs with a history. The server, its time and the history are in memory; everything runs in the test's thread. */
@Timeout(30)
@ExtendWith(ExpectedErrors.class)
class HubHistoryTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTicker ticker = new ManualTicker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private MemoryHistory history = MemoryHistory.create();
    private Hub hub = newHub();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private Hub newHub() {
        Hub created = Hub.builder().history(history).ticker(ticker).build();
        opened.add(created);
        return created;
    }

    /** Ends the process and starts another one over the same history. */
    private void restart() {
        hub.close();
        history = history.reopen();
        hub = newHub();
    }

    private TestServer serve(Consumer<EventStream> handler) {
        TestServer server = TestServer.start(b -> b.ticker(ticker).stream("/", handler::accept));
        opened.add(server);
        return server;
    }

    private TestServer serve(Topic topic) {
        return serve(topic::subscribe);
    }

    private TestStream connect(TestServer server, String lastEventId) {
        TestStream stream = server.client().withLastEventId(lastEventId).connect("/");
        opened.add(stream);
        return stream;
    }

    private TestStream connect(TestServer server) {
        TestStream stream = server.connect("/");
        opened.add(stream);
        return stream;
    }

    private static List<String> publish(Topic topic, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> topic.publish(Event.of(Integer.toString(i))))
                .toList();
    }

    private static void assertReceives(TestStream client, int from, int to) {
        assertThat(client.nextEvents(to - from))
                .extracting(MessageEvent::data)
                .containsExactlyElementsOf(
                        IntStream.range(from, to).mapToObj(Integer::toString).toList());
        assertNothingMore(client);
    }

    private static void assertReceivesGap(TestStream client, String lost, String reason) {
        MessageEvent event = client.nextEvent();
        assertThat(event.type()).isEqualTo("gap");
        assertThat(event.data()).isEqualTo("{\"lost\":" + lost + ",\"reason\":\"" + reason + "\"}");
    }

    private static void assertNothingMore(TestStream client) {
        assertThat(client.pollEvent()).isEmpty();
    }

    private static Topic small(Hub hub, String name) {
        return hub.topic(name, topic -> topic.history(3, HOUR));
    }

    @Nested
    class Topics {
        @Test
        void areTheSameForOneName() {
            Topic topic = small(hub, "a");
            TestStream client = connect(serve(topic));
            small(hub, "a").publish(Event.of("0"));
            hub.topic("a").publish(Event.of("1"));

            assertReceives(client, 0, 2);
        }

        @Test
        void refuseOtherSettingsForOneName() {
            small(hub, "a");

            assertThatIllegalStateException()
                    .isThrownBy(() -> hub.topic("a", topic -> topic.history(4, HOUR)))
                    .withMessage("topic must have the settings with which it was opened: a");
        }

        @Test
        void refuseSettingsThatNeedHubInMemory() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> hub.topic("a", Topic.Builder::noHistory))
                    .withMessage("topic of a hub with a history or a backplane must not have noHistory or "
                            + "latestByKey: a");
            assertThat(Hub.builder()
                            .build()
                            .topic("a", Topic.Builder::noHistory)
                            .subscribers())
                    .isZero();
        }

        @Test
        void refuseStreamWithTopicsOfTwoHubs() {
            Topic a = hub.topic("a");
            Topic b = Hub.builder().build().topic("b");
            List<String> messages = new ArrayList<>();
            connect(serve(stream -> {
                try {
                    Topic.subscribe(stream, List.of(a, b));
                } catch (IllegalArgumentException refused) {
                    messages.add(refused.getMessage());
                }
            }));

            assertThat(messages).containsExactly("topics must be of one hub, whose ids a client can resume from");
        }

        @Test
        void refuseEventWithId() {
            Topic topic = hub.topic("a");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> topic.publish(Event.of("x").withId("own")))
                    .withMessageStartingWith("event must have no id, which its log gives it: ");
        }

        @Test
        void refusePublishingAfterCloseOfHub() {
            Topic topic = hub.topic("a");
            hub.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> topic.publish(Event.of("x")))
                    .withMessage("topic must be open to publish: it is closed");
            assertThatIllegalStateException()
                    .isThrownBy(() -> hub.topic("b"))
                    .withMessage("hub must be open for a topic: it is closed");
        }
    }

    @Nested
    class Publishing {
        @Test
        void deliversOnlyWhatIsAcknowledged() throws Exception {
            Topic topic = hub.topic("a");
            TestStream client = connect(serve(topic));
            history.holdAppends();
            CompletableFuture<String> first = topic.publishAsync(Event.of("0")).toCompletableFuture();
            CompletableFuture<String> second = topic.publishAsync(Event.of("1")).toCompletableFuture();
            TestStream late = connect(serve(topic));

            assertNothingMore(client);
            assertThat(first).isNotDone();
            history.releaseAppends();
            String id = first.get();
            assertThat(second.get()).isNotEqualTo(id);
            assertThat(client.nextEvents(2))
                    .extracting(MessageEvent::lastEventId)
                    .containsExactly(id, second.get());
            assertReceives(late, 0, 2);
        }

        @Test
        void deliversNothingThatIsNotStored() {
            Topic topic = hub.topic("a");
            TestStream client = connect(serve(topic));
            history.failNextAppend(new PublishException(PublishException.Outcome.NOT_STORED, "disk is full"));

            assertThatThrownBy(() -> topic.publish(Event.of("lost")))
                    .isInstanceOfSatisfying(
                            PublishException.class,
                            failure -> assertThat(failure.outcome()).isEqualTo(PublishException.Outcome.NOT_STORED))
                    .hasMessageContaining("disk is full");
            publish(topic, 0, 1);
            assertReceives(client, 0, 1);
        }

        @Test
        void keepsBatchTogether() {
            Topic topic = hub.topic("a");
            TestStream client = connect(serve(topic));
            List<String> ids = topic.publishAll(List.of(Event.of("0"), Event.of("1")));

            assertThat(ids.get(1))
                    .isEqualTo(EntryId.parse(ids.get(0)).orElseThrow().next().toString());
            assertReceives(client, 0, 2);
            assertThat(topic.publishAll(List.of())).isEmpty();
        }
    }

    @Nested
    class Resuming {
        @Test
        void sendsEverythingRetainedBeforeClose() {
            Topic topic = hub.topic("a", settings -> settings.history(5, HOUR));
            List<String> ids = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add(topic.publish(Event.of(Integer.toString(i))));
                sent.add(Integer.toString(i));
            }
            TestServer server = serve(stream -> {
                topic.subscribe(stream);
                stream.close();
            });
            TestStream client = server.client().withLastEventId(ids.get(0)).connect("/");
            opened.add(client);

            assertThat(client.nextEvents(19)).extracting(MessageEvent::data).isEqualTo(sent.subList(1, 20));
            client.awaitEnd();
        }

        @Test
        void continuesAcrossRestart() {
            List<String> ids = publish(hub.topic("a"), 0, 5);
            restart();
            Topic topic = hub.topic("a");
            TestStream client = connect(serve(topic), ids.get(1));
            publish(topic, 5, 6);

            assertReceives(client, 2, 6);
        }

        @Test
        void readsPagesBehindWindow() {
            Topic topic = small(hub, "a");
            List<String> ids = publish(topic, 0, 2_000);
            TestStream client = connect(serve(topic), ids.get(9));
            publish(topic, 2_000, 2_010);

            assertReceives(client, 10, 2_010);
            publish(topic, 2_010, 2_011);
            assertReceives(client, 2_010, 2_011);
        }

        @Test
        void readsPagesAfterRestart() {
            List<String> ids = publish(hub.topic("a"), 0, 2_000);
            restart();
            TestStream client = connect(serve(small(hub, "a")), ids.get(9));

            assertReceives(client, 10, 2_000);
        }

        @Test
        void readsOneTopicOfPages() {
            Topic a = small(hub, "a");
            Topic b = small(hub, "b");
            String start = publish(a, 0, 1).get(0);
            publish(b, 100, 1_100);
            publish(a, 1, 10);

            assertReceives(connect(serve(a), start), 1, 10);
        }

        @Test
        void mergesTopicsFromPages() {
            Topic a = small(hub, "a");
            Topic b = small(hub, "b");
            String start = publish(a, 0, 1).get(0);
            for (int i = 1; i < 1_000; i++) {
                publish(i % 3 == 0 ? a : b, i, i + 1);
            }
            TestStream client = connect(serve(stream -> Topic.subscribe(stream, List.of(a, b))), start);
            publish(b, 1_000, 1_001);

            assertReceives(client, 1, 1_001);
        }

        @Test
        void transformsPages() {
            Topic topic = small(hub, "a");
            List<String> ids = publish(topic, 0, 100);
            TestStream client = connect(
                    serve(stream -> topic.subscribe(
                            stream,
                            event -> Integer.parseInt(event.data().orElseThrow()) % 2 == 0
                                    ? Optional.of(event)
                                    : Optional.empty())),
                    ids.get(0));
            publish(topic, 100, 102);

            assertThat(client.nextEvents(50))
                    .extracting(MessageEvent::data)
                    .containsExactlyElementsOf(IntStream.range(1, 51)
                            .mapToObj(i -> Integer.toString(2 * i))
                            .toList());
        }

        @Test
        void holdsPagesForSlowClient() {
            Topic topic = small(hub, "a");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ids.add(topic.publish(Event.of("x".repeat(10_000))));
            }
            TestStream slow = serve(topic)
                    .client()
                    .withWindow(1024)
                    .withLastEventId(ids.get(0))
                    .connect("/");
            opened.add(slow);

            assertThat(slow.nextEvents(99))
                    .extracting(MessageEvent::lastEventId)
                    .containsExactlyElementsOf(ids.subList(1, 100));
        }

        @Test
        void sendsGapAndOldestThatIsRetained() {
            Topic topic = small(hub, "a");
            List<String> ids = publish(topic, 0, 20);
            history.retain(10);
            TestStream client = connect(serve(topic), ids.get(4));

            assertThat(client.nextEvent())
                    .isEqualTo(MessageEvent.of("gap", "{\"lost\":5,\"reason\":\"trimmed\"}", ids.get(9)));
            assertReceives(client, 10, 20);
        }

        @Test
        void sendsGapAndGoesLive() {
            Topic topic = hub.topic("a", settings -> settings.history(3, HOUR).gapPolicy(GapPolicy.LIVE));
            List<String> ids = publish(topic, 0, 20);
            history.retain(10);
            TestStream client = connect(serve(topic), ids.get(4));
            publish(topic, 20, 21);

            assertReceivesGap(client, "5", "trimmed");
            assertReceives(client, 20, 21);
        }

        @Test
        void sendsIdsInOrderIfGapPoliciesDiffer() {
            Topic oldest = small(hub, "oldest");
            Topic live = hub.topic("live", settings -> settings.history(3, HOUR).gapPolicy(GapPolicy.LIVE));
            String filling = " ".repeat(500);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                oldest.publish(Event.of(i + filling));
                live.publish(Event.of("skipped"));
                expected.add(i + filling);
            }
            history.retain(200);
            TestStream client = serve(stream -> Topic.subscribe(stream, List.of(oldest, live)))
                    .client()
                    .withWindow(1024)
                    .withLastEventId("unknown")
                    .connect("/");
            opened.add(client);
            for (int i = 100; i < 110; i++) {
                live.publish(Event.of("live " + i));
                oldest.publish(Event.of("old " + i));
                expected.addAll(List.of("live " + i, "old " + i));
            }

            assertReceivesGap(client, "null", "unknown");
            List<MessageEvent> events = client.nextEvents(120);
            assertThat(events).extracting(MessageEvent::data).containsExactlyElementsOf(expected);
            assertThat(events)
                    .extracting(event ->
                            EntryId.parse(event.lastEventId()).orElseThrow().number())
                    .isSorted();
            assertNothingMore(client);
        }

        @Test
        void goesLiveIfWindowHasMovedOnMeanwhile() {
            Topic oldest = small(hub, "oldest");
            Topic live = hub.topic("live", settings -> settings.history(3, HOUR).gapPolicy(GapPolicy.LIVE));
            publish(oldest, 0, 100);
            publish(live, 0, 1);
            TestStream client = serve(stream -> Topic.subscribe(stream, List.of(oldest, live)))
                    .client()
                    .withWindow(256)
                    .withLastEventId("unknown")
                    .connect("/");
            opened.add(client);
            publish(live, 100, 120);

            assertReceivesGap(client, "null", "unknown");
            assertReceives(client, 0, 120);
        }

        @Test
        void resumesTopicsThatAreSubscribedOneByOne() {
            Topic a = small(hub, "a");
            Topic b = small(hub, "b");
            String start = publish(a, 0, 1).get(0);
            for (int i = 1; i < 1_000; i++) {
                publish(i % 3 == 0 ? a : b, i, i + 1);
            }
            TestStream client = connect(
                    serve(stream -> {
                        a.subscribe(stream);
                        b.subscribe(stream);
                    }),
                    start);
            publish(b, 1_000, 1_001);

            assertReceives(client, 1, 1_001);
        }

        @Test
        void sendsGapForIdOfOtherLog() {
            Topic topic = small(hub, "a");
            publish(topic, 0, 20);
            for (String id : List.of("other.1-3", "garbage", "memory.1-01")) {
                TestStream client = connect(serve(topic), id);

                assertReceivesGap(client, "null", "unknown");
                assertReceives(client, 0, 20);
            }
        }

        @Test
        void continuesAfterIdOfLostTail() {
            List<String> ids = publish(hub.topic("a"), 0, 5);
            history.killAndLose(2);
            history = history.reopen();
            hub = newHub();
            Topic topic = hub.topic("a");
            TestServer server = serve(topic);
            publish(topic, 5, 6);

            assertReceives(connect(server, ids.get(4)), 5, 6);
            assertReceives(connect(server, ids.get(2)), 5, 6);
        }
    }

    @Nested
    class FallenBehind {
        private static final String FILLING = "                                        ";

        private final Topic a = small(hub, "a");
        private final Topic b = small(hub, "b");

        private void publishFilled(Topic topic, int from, int to) {
            for (int i = from; i < to; i++) {
                topic.publish(Event.of(FILLING + i));
            }
        }

        private void assertReceivesFilled(TestStream client, int from, int to) {
            assertThat(client.nextEvents(to - from))
                    .extracting(event -> event.data().strip())
                    .containsExactlyElementsOf(IntStream.range(from, to)
                            .mapToObj(Integer::toString)
                            .toList());
            assertNothingMore(client);
        }

        private TestStream connectSlowly(TestServer server) {
            TestStream client = server.client().withWindow(200).connect("/");
            opened.add(client);
            return client;
        }

        @Test
        void readsPages() {
            TestStream client = connectSlowly(serve(a));
            publishFilled(a, 0, 1_000);

            assertReceivesFilled(client, 0, 1_000);
            publishFilled(a, 1_000, 1_001);
            assertReceivesFilled(client, 1_000, 1_001);
            assertThat(a.subscribers()).isEqualTo(1);
        }

        @Test
        void readsPagesOfMergedTopics() {
            TestStream client = connectSlowly(serve(stream -> Topic.subscribe(stream, List.of(a, b))));
            for (int i = 0; i < 1_000; i++) {
                publishFilled(i % 3 == 0 ? a : b, i, i + 1);
            }

            assertReceivesFilled(client, 0, 1_000);
            publishFilled(a, 1_000, 1_010);
            assertReceivesFilled(client, 1_000, 1_010);
        }

        @Test
        void readsPagesAfterResuming() {
            publishFilled(a, 0, 10);
            String id = a.publish(Event.of(FILLING + 10));
            TestStream client =
                    serve(a).client().withWindow(200).withLastEventId(id).connect("/");
            opened.add(client);
            publishFilled(a, 11, 500);

            assertReceivesFilled(client, 11, 500);
        }

        @Test
        void receivesGapIfPagesAreGone() {
            TestStream client = connectSlowly(serve(a));
            publishFilled(a, 0, 1_000);
            history.retain(10);

            List<MessageEvent> events = new ArrayList<>();
            while (events.isEmpty() || !events.get(events.size() - 1).data().endsWith(" 999")) {
                events.add(client.nextEvent());
            }
            List<String> types = events.stream().map(MessageEvent::type).toList();
            int received = types.indexOf("gap");
            assertThat(events.get(received).data())
                    .isEqualTo("{\"lost\":" + (990 - received) + ",\"reason\":\"trimmed\"}");
            assertNumbers(events.subList(0, received), 0, received);
            assertNumbers(events.subList(received + 1, events.size()), 990, 1_000);
        }

        private static void assertNumbers(List<MessageEvent> events, int from, int to) {
            assertThat(events)
                    .extracting(event -> event.type() + " " + event.data().strip())
                    .containsExactlyElementsOf(IntStream.range(from, to)
                            .mapToObj(i -> "message " + i)
                            .toList());
        }

        @Test
        void endsWithStream() {
            List<EventStream> streams = new ArrayList<>();
            TestServer server = serve(stream -> {
                streams.add(stream);
                a.subscribe(stream);
            });
            TestStream client = connectSlowly(server).ignoreUnread();
            history.failReads(true);
            publishFilled(a, 0, 1_000);
            client.close();

            assertThat(streams.get(0).closeReason()).contains(CloseReason.CLIENT_GONE);
            assertThat(a.subscribers()).isZero();
        }
    }

    @Nested
    class ClientAhead {
        private final Topic topic = hub.topic("a");
        private final EntryId newest =
                EntryId.parse(publish(topic, 0, 3).get(2)).orElseThrow();

        @Test
        void holdsEventUntilItsIdArrives() {
            TestStream client = connect(serve(topic), newest.next().toString());
            ticker.advance(Duration.ofSeconds(5));
            assertNothingMore(client);
            publish(topic, 3, 5);

            assertReceives(client, 4, 5);
        }

        @Test
        void receivesGapWhenTimeIsOver() {
            TestStream client = connect(serve(topic), newest.next().next().toString());
            ticker.advance(Duration.ofSeconds(11));

            assertReceivesGap(client, "null", "unknown");
            assertReceives(client, 0, 3);
            publish(topic, 3, 4);
            assertReceives(client, 3, 4);
        }

        @Test
        void releasesEverythingOnDisconnect() {
            int tasks = ticker.pendingTasks();
            TestServer server = TestServer.start(b -> b.ticker(ticker).stream("/", topic));
            connect(server, newest.next().toString()).close();
            server.close();

            assertThat(ticker.pendingTasks()).isEqualTo(tasks);
            assertThat(topic.subscribers()).isZero();
        }
    }

    @Nested
    class ReadFailure {
        @Test
        void retriesWithoutGap() {
            Topic topic = small(hub, "a");
            List<String> ids = publish(topic, 0, 20);
            TestServer server = serve(topic);
            history.failReads(true);
            TestStream client = connect(server, ids.get(4));
            assertThat(client.nextComment()).isEmpty();
            ticker.advance(Duration.ofMinutes(1));
            assertThat(client.nextComment()).as("heartbeat").isEmpty();
            assertNothingMore(client);
            history.failReads(false);
            ticker.advance(Duration.ofSeconds(2));

            assertReceives(client, 5, 20);
        }
    }

    @Test
    void endsDeferredSubscriptionWithStream() {
        Topic topic = small(hub, "a");
        Topic other = hub.topic("b");
        List<String> ids = publish(topic, 0, 20);
        List<Subscription> subscriptions = new ArrayList<>();
        TestServer server = serve(stream -> {
            subscriptions.add(topic.subscribe(stream));
            subscriptions.add(other.subscribe(stream));
        });
        history.failReads(true);
        connect(server, ids.get(4)).close();
        ticker.advance(Duration.ofMinutes(1));
        subscriptions.add(other.subscribe(subscriptions.get(0).stream()));

        assertThat(subscriptions).extracting(Subscription::isActive).containsExactly(false, false, false);
    }

    @Test
    void endsReplayWithItsStream() {
        Topic topic = small(hub, "a");
        List<String> ids = publish(topic, 0, 1_000);
        List<EventStream> streams = new ArrayList<>();
        TestServer server = serve(stream -> {
            streams.add(stream);
            topic.subscribe(stream);
        });
        TestStream client = server.client()
                .withWindow(1)
                .withLastEventId(ids.get(0))
                .connect("/")
                .ignoreUnread();
        client.close();
        ticker.advance(Duration.ofMinutes(1));

        assertThat(streams.get(0).closeReason()).contains(CloseReason.CLIENT_GONE);
        assertThat(topic.subscribers()).isZero();
    }
}
