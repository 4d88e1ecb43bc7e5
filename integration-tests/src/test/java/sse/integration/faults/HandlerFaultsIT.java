package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;
import sse.api.SendResult;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** Misbehaving handlers. {@link FaultScenario} asserts the invariants after each. */
@ExtendWith(ExpectedErrors.class)
class HandlerFaultsIT {
    private static final int STREAMS = 50;
    private static final StreamOptions BEATING =
            StreamOptions.builder().heartbeat(Duration.ofMillis(100)).build();

    private final Queue<CloseReason> reasons = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final Queue<SubmissionPublisher<Event>> publishers = new ConcurrentLinkedQueue<>();

    /** The action of a handler after its first event. */
    private interface Action {
        void run() throws Exception;
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void failsOnlyTheStreamWhoseHandlerThrows(Transport transport) throws Exception {
        FaultScenario.on(
                transport,
                builder -> builder.stream("/checked", BEATING, sendThen(() -> {
                            throw new IOException("thrown by the test");
                        }))
                        .stream("/unchecked", BEATING, sendThen(() -> {
                            throw new IllegalStateException("thrown by the test");
                        }))
                        .stream("/error", BEATING, sendThen(() -> {
                            throw new StackOverflowError("thrown by the test");
                        }))
                        .stream("/later", BEATING, stream -> {
                    stream.onClose(reasons::add);
                    stream.send("before");
                    stream.every(Duration.ofMillis(1), () -> {
                        throw new IllegalStateException("thrown by the test");
                    });
                }),
                run -> {
                    for (String path : List.of("/checked", "/unchecked", "/error", "/later")) {
                        try (TestStream client = run.server().connect(path)) {
                            assertThat(client.nextEvent().data()).isEqualTo("before");
                            assertThat(client.awaitEnd()).isEqualTo(Transports.endOfFailure(transport));
                        }
                    }
                    awaitReasons(4, CloseReason.FAILED);
                });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void servesWhileHandlersBlock(Transport transport) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(STREAMS);
        CountDownLatch interrupted = new CountDownLatch(STREAMS);
        FaultScenario.on(
                transport,
                builder -> builder.stream("/", BEATING, stream -> {
                    stream.onClose(reasons::add);
                    stream.send("before");
                    blocked.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException serverCloses) {
                        interrupted.countDown();
                    }
                }),
                run -> {
                    List<TestStream> clients = connect(run);
                    assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
                    assertThat(clients)
                            .allMatch(client -> client.nextEvent().data().equals("before"));
                    clients.forEach(TestStream::close);
                    awaitReasons(STREAMS, CloseReason.CLIENT_GONE);
                    assertThat(interrupted.getCount())
                            .as("handlers that still block")
                            .isEqualTo(STREAMS);
                });
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void rejectsSendsAfterClose(Transport transport) throws Exception {
        AtomicInteger ticks = new AtomicInteger();
        FaultScenario.on(
                transport,
                builder -> builder.stream("/", BEATING, stream -> {
                    stream.onClose(reasons::add);
                    stream.send("before");
                    stream.close();
                    sendInEveryWay(stream, ticks);
                    // Again after the connection has closed.
                    stream.onClose(reason -> sendInEveryWay(stream, ticks));
                }),
                run -> {
                    for (TestStream client : connect(run)) {
                        assertThat(client.nextEvent()).isEqualTo(MessageEvent.of("message", "before", ""));
                        assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                        client.close();
                    }
                    awaitReasons(STREAMS, CloseReason.COMPLETED);
                    // The stream's second onClose action runs after the one that has noted the reason.
                    Waiting.until("every stream has sent late", () -> publishers.size() == 2 * STREAMS);
                    Waiting.until(
                            "publishers are cancelled",
                            () -> publishers.stream().noneMatch(SubmissionPublisher::hasSubscribers));
                    // A publisher may keep cancelled subscribers.
                    publishers.clear();
                });
        assertThat(ticks.get()).isZero();
        assertThat(unexpected).isEmpty();
    }

    private void sendInEveryWay(EventStream stream, AtomicInteger ticks) {
        expectClosed("send", stream.send("late"));
        try {
            expectClosed("blocking send", stream.send(Event.of("late"), Duration.ofDays(1)));
        } catch (InterruptedException interrupted) {
            unexpected.add("interrupted");
        }
        stream.every(Duration.ofMillis(1), () -> Event.of("tick " + ticks.incrementAndGet()));
        SubmissionPublisher<Event> publisher = new SubmissionPublisher<>(Runnable::run, 1);
        stream.sendAll(publisher);
        publishers.add(publisher);
        stream.onWritable(() -> unexpected.add("writable"));
        stream.close();
    }

    private void expectClosed(String what, SendResult result) {
        if (result != SendResult.CLOSED) {
            unexpected.add(what + ": " + result);
        }
    }

    private StreamHandler sendThen(Action action) {
        return stream -> {
            stream.onClose(reasons::add);
            stream.send("before");
            action.run();
        };
    }

    private static List<TestStream> connect(FaultScenario run) {
        return IntStream.range(0, STREAMS)
                .mapToObj(i -> run.server().connect("/"))
                .toList();
    }

    private void awaitReasons(int count, CloseReason each) {
        Waiting.until("streams close", () -> reasons.size() == count);
        assertThat(reasons).containsOnly(each);
    }
}
