package sse.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.MessageEvent;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.testkit.ManualTicker;
import sse.testkit.internal.contract.support.Eventually;
import sse.testkit.internal.contract.support.ExpectedErrors;

class EventSourceTest {
    private static final MessageEvent ONE = MessageEvent.of("message", "one", "", "http://example.com");
    private static final MessageEvent TWO = MessageEvent.of("tick", "two", "7", "http://example.com");
    private static final String BOTH = "data: one\n\nid: 7\nevent: tick\ndata: two\n\n";

    private final ManualTicker ticker = new ManualTicker();
    private final ScriptedHttpClient client = new ScriptedHttpClient();

    private EventSource.Builder builder() {
        return TestSources.builder(client, ticker);
    }

    private static MessageEvent poll(EventSource source) throws InterruptedException {
        return source.read(Duration.ZERO).orElse(null);
    }

    @Nested
    class Reading {
        private final EventSource source = builder().build();

        @Test
        void sendsNothingBeforeTheFirstRead() throws InterruptedException {
            assertThat(source.state()).isEqualTo(SourceState.NEW);
            assertThat(client.requests()).isZero();

            assertThat(poll(source)).isNull();

            assertThat(source.state()).isEqualTo(SourceState.CONNECTING);
            assertThat(client.requests()).isEqualTo(1);
        }

        @Test
        void returnsEventsInOrder() throws InterruptedException {
            assertThat(poll(source)).isNull();
            client.last().open().send(BOTH);

            assertThat(source.state()).isEqualTo(SourceState.OPEN);
            assertThat(poll(source)).isEqualTo(ONE);
            assertThat(poll(source)).isEqualTo(TWO);
            assertThat(poll(source)).isNull();
            assertThat(source.lastEventId()).isEqualTo("7");
        }

        @Test
        void iteratesToTheEnd() {
            Iterator<MessageEvent> events = source.iterator();
            client.last().open().send(BOTH).end();
            ticker.advance(Duration.ofSeconds(1));
            client.last().head(204).end();

            assertThat(events).toIterable().containsExactly(ONE, TWO);
            assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
            assertThat(source.end().join().reason()).isEqualTo(EndReason.COMPLETED);
        }

        @Test
        void throwsAtTheEndAfterTheEvents() throws InterruptedException {
            poll(source);
            client.last().open().send("data: one\n\n").end();
            ticker.advance(Duration.ofSeconds(1));
            client.last().head(404).send("no such stream").end();

            assertThat(poll(source)).isEqualTo(ONE);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> poll(source))
                        .isInstanceOf(EventSourceException.class)
                        .hasMessage("response must be an event stream: status must be 200: 404");
            }
        }

        @Test
        void stopsReadingTheSocketWhenNothingReads() throws InterruptedException {
            poll(source);
            client.last().open();
            int sent = 0;
            while (client.last().demand() > 0) {
                client.last().send("data: x\n\n".repeat(100));
                sent++;
            }

            assertThat(sent).isBetween(4, 10);
            for (int i = 0; i < 100 * sent; i++) {
                assertThat(poll(source)).isNotNull();
            }
            assertThat(client.last().demand()).isPositive();
        }

        @Test
        void rejectsNegativeTimeouts() {
            assertThatThrownBy(() -> source.read(Duration.ofNanos(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must not be negative: PT-0.000000001S");
        }

        @Test
        void readsInOneWayOnly() throws InterruptedException {
            poll(source);
            Recorder late = new Recorder(1);
            source.subscribe(late);

            assertThat(late.failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("source must be read in one way: by a reader, a subscriber, or listeners");
            assertThatThrownBy(source::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("source must have a listener: add one with onEvent");
        }
    }

    @Nested
    class Subscribing {
        private final EventSource source = builder().build();

        @Test
        void passesWhatWasRequested() {
            Recorder recorder = new Recorder(1);
            source.subscribe(recorder);
            client.last().open().send(BOTH);

            assertThat(recorder.events).containsExactly(ONE);
            recorder.subscription.request(5);
            assertThat(recorder.events).containsExactly(ONE, TWO);
        }

        @Test
        void leavesTheSocketWithoutDemand() {
            Recorder recorder = new Recorder(0);
            source.subscribe(recorder);
            client.last().open();

            assertThat(client.last().demand()).isZero();
            recorder.subscription.request(1);
            assertThat(client.last().demand()).isPositive();
        }

        @Test
        void completesAfter204() {
            Recorder recorder = new Recorder(1);
            source.subscribe(recorder);
            client.last().head(204).end();

            assertThat(recorder.completed).isEqualTo(1);
        }

        @Test
        void failsAfterRefusal() {
            Recorder recorder = new Recorder(1);
            source.subscribe(recorder);
            client.last().head(410).end();

            assertThat(recorder.failure).isInstanceOf(EventSourceException.class);
            assertThat(((EventSourceException) recorder.failure).end().reason()).isEqualTo(EndReason.REFUSED);
        }

        @Test
        void closesTheSourceOnCancel() {
            Recorder recorder = new Recorder(1);
            source.subscribe(recorder);
            client.last().open();
            recorder.subscription.cancel();

            assertThat(client.last().isCancelled()).isTrue();
            assertThat(source.state()).isEqualTo(SourceState.CLOSED);
            assertThat(recorder.completed).isZero();
        }

        @Test
        void rejectsRequestsThatAreNotPositive() {
            Recorder recorder = new Recorder(1);
            source.subscribe(recorder);
            recorder.subscription.request(0);

            assertThat(recorder.failure)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("requested events must be positive: 0");
            assertThat(source.state()).isEqualTo(SourceState.CLOSED);
        }
    }

    @Nested
    @ExtendWith(ExpectedErrors.class)
    class Listening {
        private final List<String> calls = new ArrayList<>();

        @Test
        void callsTheListenerOfTheType() {
            EventSource source = builder()
                    .onEvent("tick", event -> calls.add("tick " + event.data()))
                    .onEvent(event -> calls.add("other " + event.data()))
                    .build()
                    .start();
            client.last().open().send(BOTH);

            assertThat(calls).containsExactly("other one", "tick two");
            assertThat(source.statistics().events()).isEqualTo(2);
        }

        @Test
        void continuesAfterAListenerThrew() {
            builder()
                    .onEvent(event -> {
                        calls.add(event.data());
                        throw new IllegalStateException("thrown by a test");
                    })
                    .build()
                    .start();
            client.last().open().send(BOTH);

            assertThat(calls).containsExactly("one", "two");
        }

        @Test
        void callsNothingAfterClose() {
            CompletableFuture<EventSource> built = new CompletableFuture<>();
            EventSource source = builder()
                    .onEvent(event -> {
                        calls.add(event.data());
                        built.join().close();
                    })
                    .build();
            built.complete(source);
            source.start();
            client.last().open().send(BOTH);

            assertThat(calls).containsExactly("one");
            assertThat(client.last().isCancelled()).isTrue();
            assertThat(source.end()).isCompletedWithValueMatching(end -> end.reason() == EndReason.CLOSED);
        }

        @Test
        void endsWhenTheExecutorRejects() {
            EventSource source = builder()
                    .onEvent(event -> {})
                    .executor(task -> {
                        throw new RejectedExecutionException("full");
                    })
                    .build()
                    .start();

            assertThat(source.end().join().reason()).isEqualTo(EndReason.FAILED);
            assertThat(source.end().join().message())
                    .isEqualTo("executor rejected a task: java.util.concurrent.RejectedExecutionException: full");
        }
    }

    @Nested
    class Closing {
        @Test
        void releasesABlockedReader() throws Exception {
            EventSource source = builder().build();
            poll(source);
            Iterator<MessageEvent> events = source.iterator();
            CompletableFuture<Boolean> hasNext = new CompletableFuture<>();
            Thread reader = new Thread(() -> hasNext.complete(events.hasNext()), "reader");
            reader.setDaemon(true);
            reader.start();
            Eventually.becomes("state of the reader", Thread.State.TIMED_WAITING, reader::getState);
            source.close();

            assertThat(hasNext.get(10, SECONDS)).isFalse();
        }

        @Test
        void cancelsBeforeTheHead() throws InterruptedException {
            EventSource source = builder().build();
            poll(source);
            source.close();

            assertThat(client.last().isCancelled()).isTrue();
            assertThat(ticker.pendingTasks()).isZero();
        }

        @Test
        void cancelsInTheMiddleOfAnEvent() throws InterruptedException {
            EventSource source = builder().build();
            poll(source);
            client.last().open().send("data: one\n\ndata: tw");
            source.close();

            assertThat(client.last().isCancelled()).isTrue();
            assertThat(poll(source)).isNull();
            assertThat(ticker.pendingTasks()).isZero();
        }

        @Test
        void cancelsTheDelay() throws InterruptedException {
            EventSource source = builder().build();
            poll(source);
            client.last().open().end();
            assertThat(source.state()).isEqualTo(SourceState.WAITING);
            source.close();

            assertThat(ticker.pendingTasks()).isZero();
            ticker.advance(Duration.ofMinutes(1));
            assertThat(client.requests()).isEqualTo(1);
        }

        @Test
        void sendsNothingIfClosedBeforeTheStart() throws InterruptedException {
            EventSource source = builder().build();
            source.close();

            assertThat(poll(source)).isNull();
            assertThat(client.requests()).isZero();
            assertThat(source.iterator().hasNext()).isFalse();
        }

        @Test
        void keepsTheInterruptStatus() {
            EventSource source = builder().build();
            Iterator<MessageEvent> events = source.iterator();
            Thread.currentThread().interrupt();

            assertThatThrownBy(events::hasNext)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("interrupted while waiting for an event");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    class Limits {
        @Test
        void endsAfterALineThatIsTooLong() throws InterruptedException {
            EventSource source = builder().maxLineBytes(9).build();
            poll(source);
            client.last().open().send("data: one\n\ndata: four\n\n");

            assertThat(poll(source)).isEqualTo(ONE);
            assertThatThrownBy(() -> poll(source)).hasMessage("line must be at most 9 bytes: 10");
            assertThat(source.end().join().reason()).isEqualTo(EndReason.LIMIT_EXCEEDED);
            assertThat(client.last().isCancelled()).isTrue();
        }

        @Test
        void endsAfterAnEventThatIsTooLarge() throws InterruptedException {
            EventSource source = builder().maxEventBytes(3).build();
            poll(source);
            client.last().open().send("data: one\n\ndata: a\ndata: bc\n\n");

            assertThat(poll(source)).isEqualTo(ONE);
            assertThatThrownBy(() -> poll(source)).hasMessage("event must be at most 3 bytes: 4");
        }
    }

    @Nested
    class WithContentInFlight {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final Recorder recorder = new Recorder(1);

        private EventSource subscribe(EventSource.Builder builder) {
            EventSource source = builder.executor(tasks::add).build();
            source.subscribe(recorder);
            runTasks();
            return source;
        }

        private void runTasks() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        private List<String> received() {
            recorder.subscription.request(10);
            runTasks();
            return recorder.events.stream().map(MessageEvent::data).toList();
        }

        @Test
        void dropsWhatFollowsALargeEvent() {
            subscribe(builder().maxEventBytes(3));
            client.last().open();
            runTasks();
            client.last().send("data: a\n\ndata: b\n\ndata: four\n\n").send("data: c\n\n");
            runTasks();

            assertThat(recorder.events).hasSize(1);
            assertThat(received()).containsExactly("a", "b");
            assertThat(recorder.failure).hasMessage("event must be at most 3 bytes: 4");
        }

        @Test
        void dropsWhatFollowsTheClose() {
            EventSource source = subscribe(builder());
            client.last().open();
            runTasks();
            client.last().send("data: a\n\n").send("data: b\n\n");
            source.close();
            runTasks();

            assertThat(recorder.events).isEmpty();
            assertThat(recorder.completed).isEqualTo(1);
        }

        @Test
        void deliversWhatCameBeforeAReset() {
            EventSource source = subscribe(builder());
            client.last().open();
            runTasks();
            client.last().send("data: a\n\n").send("data: b\n\n").reset();
            runTasks();

            assertThat(source.state()).isEqualTo(SourceState.OPEN);
            assertThat(received()).containsExactly("a", "b");
            assertThat(source.state()).isEqualTo(SourceState.WAITING);
        }
    }

    @Nested
    class Building {
        @Test
        void rejectsAClientThatFollowsRedirects() {
            HttpClient following = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();

            assertThatThrownBy(() -> builder().client(following))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("client must not follow redirects, the source does: NORMAL");
        }

        @Test
        void rejectsUrisOfOtherSchemes() {
            assertThatThrownBy(() -> EventSource.builder(URI.create("ftp://example.com/")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("invalid URI scheme ftp");
            assertThatThrownBy(() -> EventSource.builder(URI.create("/events")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("URI with undefined scheme");
        }

        @Test
        void rejectsSettingsOutOfRange() {
            assertThatThrownBy(() -> builder().jitter(1.1)).hasMessage("jitter must be from 0 to 1: 1.1");
            assertThatThrownBy(() -> builder().maxFailures(0)).hasMessage("maxFailures must be at least 1: 0");
            assertThatThrownBy(() -> builder().connectTimeout(Duration.ZERO))
                    .hasMessage("connect timeout must be positive: PT0S");
            assertThatThrownBy(() -> builder().idleTimeout(Duration.ofMillis(-1)))
                    .hasMessage("idle timeout must not be negative: PT-0.001S");
            assertThatThrownBy(() -> builder().lastEventId("a\nb"))
                    .hasMessage("last event ID must not contain NUL, CR or LF");
            assertThatThrownBy(() -> ReconnectDecision.after(Duration.ofDays(36_501)))
                    .hasMessage("delay must be at most 36500 days: PT876024H");
            assertThatThrownBy(() -> builder().header("Host", "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("restricted header name: \"Host\"");
        }
    }

    /** Requests a number of events at first, and records all. */
    private static final class Recorder implements Flow.Subscriber<MessageEvent> {
        private final long first;
        final List<MessageEvent> events = new ArrayList<>();
        Flow.Subscription subscription;
        Throwable failure;
        int completed;

        Recorder(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (first > 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(MessageEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        public void onComplete() {
            completed++;
        }
    }
}
