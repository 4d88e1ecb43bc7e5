package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.CloseReason;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.Thrown;
import sse.api.internal.wire.FrameBatch;

/** What fails one stream, and what is said of it. */
class StreamFailureTest {
    private static final String WANTED = "as the test wants it";

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();
    private final CoreLog log = new CoreLog();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void isLoggedWithWhatThrew() {
        ServerEventStream stream = open(
                opened -> {
                    throw new IllegalStateException(WANTED);
                },
                Runnable::run);
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records()).containsExactly("handler of /test threw: " + WANTED);
        lane.run();
        assertThat(exchange.truncated).isTrue();
    }

    @Test
    void logsPathOfSupplierThatThrows() {
        ServerEventStream stream = open(opened -> {}, Runnable::run);
        stream.every(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException(WANTED);
        });
        ticker.advance(Duration.ofSeconds(1));

        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records()).containsExactly("supplier of /test threw: " + WANTED);
    }

    @Test
    @SuppressWarnings("NullAway") // What a user without null checks may return.
    void logsPathOfSupplierThatReturnsNull() {
        ServerEventStream stream = open(opened -> {}, Runnable::run);
        stream.every(Duration.ofSeconds(1), () -> null);
        ticker.advance(Duration.ofSeconds(1));

        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records()).containsExactly("supplier of /test returned null");
    }

    @Test
    void logsPathOfOnWritableActionThatThrows() {
        ServerEventStream stream = open(opened -> {}, Runnable::run);
        stream.onWritable(() -> {
            throw new IllegalStateException(WANTED);
        });

        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records()).containsExactly("onWritable action of /test threw: " + WANTED);
    }

    @Test
    void logsPathOfPublisherThatFails() {
        ServerEventStream stream = open(opened -> {}, Runnable::run);
        stream.sendAll(subscriber -> subscriber.onError(new IllegalStateException(WANTED)));

        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records()).containsExactly("publisher of /test failed: " + WANTED);
    }

    @Test
    void isNotLoggedOfAStreamThatHadEnded() {
        ServerEventStream stream = open(
                opened -> {
                    opened.close();
                    throw new IllegalStateException(WANTED);
                },
                Runnable::run);
        assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
        assertThat(log.records()).isEmpty();
    }

    @Test
    void isSaidOfAnExecutorThatRejects() {
        ServerEventStream stream = open(opened -> {}, task -> {
            throw new RejectedExecutionException(WANTED);
        });
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records())
                .containsExactly("the server's executor must not reject what a stream needs: " + WANTED);
    }

    @Test
    void keepsTheInterruptOfItsHandler() {
        ServerEventStream stream = open(
                opened -> {
                    throw new InterruptedException(WANTED);
                },
                Runnable::run);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records()).isEmpty();
    }

    @Test
    void isLoggedOfATransportWhoseWriteThrows() {
        ServerEventStream stream = open(opened -> {}, Runnable::run);
        exchange.broken = true;
        lane.run();
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(log.records()).containsExactly("bug: a transport's write failed: expected by this test");
    }

    @ParameterizedTest
    @EnumSource
    void logsOnCloseActionThatThrows(Thrown thrown) {
        ServerEventStream stream = open(opened -> {}, Runnable::run);
        stream.onClose(reason -> {
            throw thrown.now();
        });
        List<CloseReason> told = new ArrayList<>();
        stream.onClose(told::add);
        exchange.listener().closed();
        assertThat(log.records()).containsExactly("onClose action of /test threw: " + WANTED);
        assertThat(told).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void logsRunThatThrows() {
        ServerEventStream stream = open(opened -> {}, Runnable::run);
        stream.lane().signal(new LaneMember() {
            @Override
            protected void onRun(FrameBatch batch, long nowNanos) {
                throw new IllegalStateException(WANTED);
            }

            @Override
            protected void onSweep(long nowNanos) {}
        });
        lane.run();
        assertThat(stream.isOpen()).isTrue();
        assertThat(log.records()).containsExactly("bug: a run of a stream or topic failed: " + WANTED);
    }

    private ServerEventStream open(StreamHandler handler, Executor executor) {
        ServerEventStream stream = lane.make(exchange, StreamOptions.defaults(), executor);
        stream.open(exchange, HandDrivenLane.HEAD, handler, () -> {});
        return stream;
    }
}
