package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.api.Event;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** A history whose calls block delays only the callers that need it. */
@Timeout(60)
class BlockedHistoryTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BlockingHistory history = new BlockingHistory();
    private final Hub hub = Hub.builder().history(history).build();
    private final Topic durable = hub.topic("durable", topic -> topic.history(500, Duration.ofHours(1)));
    private final Topic other = hub.topic("other");
    private final Topic inMemory = Topic.builder().build();
    private final List<TestStream> clients = new ArrayList<>();
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(
                builder -> builder.executor(executor).stream("/durable", durable).stream("/other", other).stream(
                        "/memory", inMemory));
    }

    @AfterEach
    void close() {
        history.open();
        clients.forEach(client -> client.ignoreUnread().close());
        server.close();
        hub.close();
        executor.shutdownNow();
    }

    private TestStream connect(String path, Topic topic) {
        int before = topic.subscribers();
        TestStream client = patient().connect(path);
        clients.add(client);
        while (topic.subscribers() == before) {
            Thread.onSpinWait();
        }
        return client;
    }

    private TestClient patient() {
        return server.client().withTimeout(Duration.ofSeconds(20));
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
    }

    @Test
    void blocksOnlyItsPublisherWhileItAppends() throws Exception {
        TestStream ofDurable = connect("/durable", durable);
        TestStream ofMemory = connect("/memory", inMemory);
        history.block();
        CompletableFuture<List<String>> published =
                CompletableFuture.supplyAsync(() -> publish(durable, 0, 1), executor);
        history.awaitBlocked();
        publish(inMemory, 0, 100);

        assertReceives(ofMemory, 0, 100);
        assertThat(published).isNotDone();
        history.open();
        assertThat(published.get(20, TimeUnit.SECONDS)).hasSize(1);
        assertReceives(ofDurable, 0, 1);
    }

    @Test
    void blocksNoCallerOfPublishAsync() throws Exception {
        TestStream ofDurable = connect("/durable", durable);
        TestStream ofOther = connect("/other", other);
        history.block();
        List<CompletableFuture<String>> published = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            published.add(durable.publishAsync(Event.of(Integer.toString(i))).toCompletableFuture());
            published.add(other.publishAsync(Event.of(Integer.toString(i))).toCompletableFuture());
        }
        history.awaitBlocked();
        assertThat(published).noneMatch(CompletableFuture::isDone);
        history.open();

        List<EntryId> ids = new ArrayList<>();
        for (CompletableFuture<String> each : published) {
            ids.add(EntryId.parse(each.get(20, TimeUnit.SECONDS)).orElseThrow());
        }
        assertThat(ids).isSorted();
        assertReceives(ofDurable, 0, 10);
        assertReceives(ofOther, 0, 10);
        assertThat(history.appends()).as("pending events form one batch").isLessThanOrEqualTo(2);
    }

    @Test
    void blocksOnlyResumingClientWhileItReads() throws Exception {
        List<String> ids = publish(durable, 0, 2_000);
        TestStream inStep = connect("/durable", durable);
        TestStream ofMemory = connect("/memory", inMemory);
        history.blockReads();
        TestStream resuming = patient().withLastEventId(ids.get(9)).connect("/durable");
        clients.add(resuming);
        history.awaitBlocked();
        publish(durable, 2_000, 2_050);
        publish(inMemory, 0, 100);

        assertReceives(inStep, 2_000, 2_050);
        assertReceives(ofMemory, 0, 100);
        history.open();
        assertReceives(resuming, 10, 2_050);
    }

    /** A history whose calls block on request. */
    private static final class BlockingHistory implements History {
        private final MemoryHistory stored = MemoryHistory.create();

        // Guarded by this.
        private CountDownLatch appends = new CountDownLatch(0);
        private CountDownLatch reads = new CountDownLatch(0);
        private CountDownLatch blocked = new CountDownLatch(1);
        private int appended;

        synchronized void block() {
            appends = new CountDownLatch(1);
            blockReads();
        }

        synchronized void blockReads() {
            reads = new CountDownLatch(1);
            blocked = new CountDownLatch(1);
        }

        synchronized void open() {
            appends.countDown();
            reads.countDown();
        }

        void awaitBlocked() throws InterruptedException {
            CountDownLatch latch;
            synchronized (this) {
                latch = blocked;
            }
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        }

        synchronized int appends() {
            return appended;
        }

        private void pass(boolean isAppend) {
            CountDownLatch gate;
            CountDownLatch told;
            synchronized (this) {
                gate = isAppend ? appends : reads;
                told = blocked;
                appended += isAppend ? 1 : 0;
            }
            if (gate.getCount() > 0) {
                told.countDown();
            }
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public CompletionStage<List<EntryId>> append(List<Publication> batch) {
            pass(true);
            return stored.append(batch);
        }

        @Override
        public int maxBatch() {
            return stored.maxBatch();
        }

        @Override
        public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
            pass(false);
            return stored.readAfter(position, limits);
        }

        @Override
        public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
            pass(false);
            return stored.readNewest(limits);
        }

        @Override
        public CompletionStage<EntryId> head() {
            pass(false);
            return stored.head();
        }

        @Override
        public CompletionStage<EntryId> tail() {
            pass(false);
            return stored.tail();
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
