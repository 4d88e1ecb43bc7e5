package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Event;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.PublishException;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** A history that fails, or never answers, holds up nothing for ever and hides nothing. */
@Timeout(30)
@ExtendWith(ExpectedErrors.class)
class FaultyHistoryTest {
    private final FaultyHistory history = new FaultyHistory();
    private final Hub hub = Hub.builder().history(history).build();
    private final Topic topic = hub.topic("a", settings -> settings.history(10, Duration.ofHours(1)));
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        hub.close();
    }

    private TestServer serve() {
        TestServer server = TestServer.start(builder -> builder.stream("/", topic));
        opened.add(server);
        return server;
    }

    private TestStream connect(TestClient client) {
        TestStream stream = client.connect("/").ignoreUnread();
        opened.add(stream);
        return stream;
    }

    private List<String> publish(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> topic.publish(Event.of(Integer.toString(i))))
                .toList();
    }

    private static List<String> data(TestStream client, int count) {
        return client.nextEvents(count).stream().map(MessageEvent::data).toList();
    }

    private static PublishException.Outcome outcome(CompletableFuture<?> published) throws Exception {
        try {
            published.get(10, TimeUnit.SECONDS);
            throw new AssertionError("must fail");
        } catch (ExecutionException failure) {
            return ((PublishException) failure.getCause()).outcome();
        }
    }

    private CompletableFuture<String> publishAsync(String data) {
        return topic.publishAsync(Event.of(data)).toCompletableFuture();
    }

    @Nested
    class Append {
        @Test
        void failsPublisherWhenItThrows() {
            history.append = batch -> {
                throw new IllegalStateException("bug");
            };
            assertThatThrownBy(() -> publish(0, 1))
                    .isInstanceOfSatisfying(
                            PublishException.class,
                            failure -> assertThat(failure.outcome()).isEqualTo(PublishException.Outcome.UNKNOWN));
            history.append = history.stored::append;
            publish(1, 2);
        }

        @Test
        void failsPublisherWhenItReturnsNull() throws Exception {
            history.append = batch -> nothing();
            assertThat(outcome(publishAsync("0"))).isEqualTo(PublishException.Outcome.UNKNOWN);
            history.append = history.stored::append;
            publishAsync("1").get(10, TimeUnit.SECONDS);
        }

        @Test
        void hidesNothingThatItStoredAndFailed() {
            TestStream client = connect(serve().client());
            awaitSubscriber();
            publish(0, 1);
            history.append = batch -> {
                history.stored.append(batch);
                return CompletableFuture.failedFuture(new IllegalStateException("time is over"));
            };
            assertThatThrownBy(() -> publish(1, 2)).isInstanceOf(PublishException.class);
            history.append = history.stored::append;
            publish(2, 3);

            assertThat(data(client, 3)).containsExactly("0", "1", "2");
        }

        @Test
        void sendsGapForWhatItStoredAndCannotRead() {
            TestStream client = connect(serve().client());
            awaitSubscriber();
            publish(0, 1);
            history.append = batch -> {
                history.stored.append(batch);
                return CompletableFuture.failedFuture(new IllegalStateException("time is over"));
            };
            assertThatThrownBy(() -> publish(1, 2)).isInstanceOf(PublishException.class);
            history.append = history.stored::append;
            history.stored.failReads(true);
            publish(2, 3);

            assertThat(data(client, 1)).containsExactly("0");
            MessageEvent gap = client.nextEvent();
            assertThat(gap.type()).isEqualTo("gap");
            assertThat(gap.data()).isEqualTo("{\"lost\":1,\"reason\":\"unknown\"}");
            assertThat(data(client, 1)).containsExactly("2");
        }

        @Test
        void endsPublishersAtClose() throws Exception {
            history.append = batch -> new CompletableFuture<>();
            CompletableFuture<String> underWay = publishAsync("0");
            CompletableFuture<String> queued = publishAsync("1");
            hub.close();

            assertThat(outcome(underWay)).isEqualTo(PublishException.Outcome.UNKNOWN);
            assertThat(outcome(queued)).isEqualTo(PublishException.Outcome.NOT_STORED);
        }

        @Test
        void boundsWhatIsQueued() throws Exception {
            history.append = batch -> new CompletableFuture<>();
            Event large = Event.of("x".repeat(1 << 20));
            List<CompletableFuture<String>> published = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                published.add(topic.publishAsync(large).toCompletableFuture());
            }

            // One is under way, and 16 MiB are queued.
            assertThat(published.subList(0, 17)).noneMatch(CompletableFuture::isDone);
            for (CompletableFuture<String> refused : published.subList(17, 100)) {
                assertThat(outcome(refused)).isEqualTo(PublishException.Outcome.NOT_STORED);
            }
        }

        @Test
        void storesNothingOfInterruptedPublisher() throws Exception {
            CompletableFuture<List<EntryId>> answer = new CompletableFuture<>();
            List<String> stored = new ArrayList<>();
            history.append = batch -> {
                batch.forEach(
                        publication -> stored.add(publication.event().data().orElseThrow()));
                return answer.thenCompose(none -> history.stored.append(batch));
            };
            CompletableFuture<String> first = publishAsync("0");
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread publisher = new Thread(() -> {
                try {
                    publish(1, 2);
                } catch (PublishException expected) {
                    failure.complete(expected);
                }
            });
            publisher.start();
            while (publisher.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            publisher.interrupt();

            assertThat(failure.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            PublishException.class,
                            expected -> assertThat(expected.outcome()).isEqualTo(PublishException.Outcome.NOT_STORED));
            answer.complete(List.of());
            first.get(10, TimeUnit.SECONDS);
            publishAsync("2").get(10, TimeUnit.SECONDS);
            assertThat(stored).containsExactly("0", "2");
        }
    }

    @Nested
    class Read {
        @Test
        void holdsUpNoOtherTopicAndNoCloseOfHub() throws Exception {
            CountDownLatch reading = new CountDownLatch(1);
            history.onRead = reading::countDown;
            history.newest = new CompletableFuture<>();
            CompletableFuture<Topic> late = CompletableFuture.supplyAsync(() -> hub.topic("late"));
            reading.await();

            CompletableFuture.runAsync(() -> hub.topic("a")).get(5, TimeUnit.SECONDS);
            CompletableFuture.runAsync(hub::close).get(5, TimeUnit.SECONDS);
            history.newest.completeExceptionally(new IllegalStateException("closed"));
            assertThatThrownBy(late::get).hasCauseInstanceOf(IllegalStateException.class);
        }

        @Test
        void opensTopicWhenNothingIsRetained() {
            publish(0, 3);
            history.stored.retain(0);

            Topic late = hub.topic("late");
            String id = late.publish(Event.of("next"));
            assertThat(late.lastId()).isEqualTo(id);
            assertThat(late.statistics().retainedEvents()).isEqualTo(1);
        }

        @Test
        void holdsUpNoCloseOfServer() throws Exception {
            List<String> ids = publish(0, 100);
            Semaphore reading = new Semaphore(0);
            TestServer server = serve();
            history.onRead = reading::release;
            history.after = new CompletableFuture<>();
            connect(server.client().withLastEventId(ids.get(0)));
            reading.acquire();
            long start = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }

        @Test
        void endsClosedStreamIfNoPageComes() throws Exception {
            ManualTicker ticker = new ManualTicker();
            FaultyHistory silent = new FaultyHistory();
            Hub own = Hub.builder().history(silent).ticker(ticker).build();
            opened.add(own);
            Topic prices = own.topic("a", settings -> settings.history(10, Duration.ofHours(1)));
            List<String> ids = IntStream.range(0, 100)
                    .mapToObj(i -> prices.publish(Event.of("")))
                    .toList();
            TestServer server = TestServer.start(builder -> builder.stream("/", stream -> {
                prices.subscribe(stream);
                stream.close();
            }));
            opened.add(server);
            silent.after = new CompletableFuture<>();
            TestStream client = connect(server.client().withLastEventId(ids.get(0)));
            ticker.advance(Duration.ofSeconds(9));
            assertThat(server.server().openStreams())
                    .as("while a page may come")
                    .isEqualTo(1);
            ticker.advance(Duration.ofSeconds(1));

            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }

        @Test
        void sendsNothingOfCancelledSubscription() throws Exception {
            Topic other = hub.topic("other");
            List<String> ids = publish(0, 50);
            other.publish(Event.of("other"));
            publish(50, 100);
            List<Subscription> subscriptions = new ArrayList<>();
            Semaphore reading = new Semaphore(0);
            TestServer server = TestServer.start(builder -> builder.stream(
                    "/", stream -> subscriptions.addAll(Topic.subscribe(stream, List.of(topic, other)))));
            opened.add(server);
            history.onRead = reading::release;
            history.after = new CompletableFuture<>();
            TestStream client = connect(server.client().withLastEventId(ids.get(0)));
            reading.acquire();
            subscriptions.get(0).cancel();
            history.after.complete(null);

            assertThat(data(client, 1)).containsExactly("other");
            assertThat(client.pollEvent()).isEmpty();
        }

        @Test
        void endsReplayWhenHubIsClosed() throws Exception {
            List<String> ids = publish(0, 100);
            Semaphore reading = new Semaphore(0);
            TestServer server = serve();
            history.onRead = reading::release;
            history.stored.failReads(true);
            connect(server.client().withLastEventId(ids.get(0)));
            reading.acquire();
            hub.close();
            while (reading.tryAcquire(3, TimeUnit.SECONDS)) {
                assertThat(reading.availablePermits()).isLessThan(3);
            }
        }
    }

    private void awaitSubscriber() {
        while (topic.subscribers() == 0) {
            Thread.onSpinWait();
        }
    }

    @SuppressWarnings("NullAway") // What a wrong history does.
    private static CompletionStage<List<EntryId>> nothing() {
        return null;
    }

    /** Does what it is told to. */
    private static final class FaultyHistory implements History {
        final MemoryHistory stored = MemoryHistory.create();
        volatile Function<List<Publication>, CompletionStage<List<EntryId>>> append = stored::append;
        volatile Runnable onRead = () -> {};
        volatile CompletableFuture<List<LogEntry>> newest = CompletableFuture.completedFuture(List.of());
        volatile CompletableFuture<Void> after = CompletableFuture.completedFuture(null);

        @Override
        public CompletionStage<List<EntryId>> append(List<Publication> batch) {
            return append.apply(batch);
        }

        @Override
        public int maxBatch() {
            return stored.maxBatch();
        }

        @Override
        public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
            onRead.run();
            return after.thenCompose(none -> stored.readAfter(position, limits));
        }

        @Override
        public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
            onRead.run();
            return newest.thenCompose(none -> stored.readNewest(limits));
        }

        @Override
        public CompletionStage<EntryId> head() {
            return stored.head();
        }

        @Override
        public CompletionStage<EntryId> tail() {
            return stored.tail();
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
