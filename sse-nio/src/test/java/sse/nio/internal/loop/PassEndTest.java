package sse.nio.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.nio.fixtures.HandTicker;

/** A loop whose passes the test runs itself. */
@Timeout(30)
class PassEndTest {
    private static final int TASKS_PER_PASS = 64;
    private static final Duration MAX_IDLE_TIME = Duration.ofNanos(50_000);

    private final HandTicker ticker = new HandTicker();
    private final List<String> happened = new ArrayList<>();
    private final Runnable run = () -> happened.add("run");
    private EventLoop loop;

    @BeforeEach
    void createLoop() throws IOException {
        loop = new EventLoop("test", ticker, Duration.ofSeconds(1));
    }

    @AfterEach
    void endLoop() throws InterruptedException {
        loop.stop();
        loop.join();
    }

    @Test
    void runsAfterOtherTasksOfSamePass() throws IOException {
        requestRun();
        loop.execute(() -> happened.add("task"));
        loop.pass();

        assertThat(happened).containsExactly("task", "run");
    }

    @Test
    void runsOnceHoweverOftenAdded() throws IOException {
        requestRun();
        requestRun();
        loop.pass();

        assertThat(happened).containsExactly("run");
    }

    @Test
    void runsInPassOfLastExpectedAnswer() throws IOException {
        int first = loop.expectAnswer();
        int second = loop.expectAnswer();
        requestRun();
        loop.pass();
        loop.execute(() -> loop.onAnswer(first));
        loop.pass();
        assertThat(happened).isEmpty();
        loop.execute(() -> loop.onAnswer(second));
        loop.pass();

        assertThat(happened).containsExactly("run");
    }

    @Test
    void waitsForTasksThatPassHasLeft() throws IOException {
        requestRun();
        for (int i = 0; i < TASKS_PER_PASS; i++) {
            loop.execute(() -> happened.add("task"));
        }
        loop.pass();
        assertThat(happened).doesNotContain("run");
        loop.pass();

        assertThat(happened).hasSize(TASKS_PER_PASS + 1).endsWith("task", "run");
    }

    @Test
    void waitsForMissingAnswerInFewPasses() throws IOException {
        loop.expectAnswer();
        requestRun();

        assertThat(passesUntilRun()).isEqualTo(33);
    }

    @Test
    void waitsForMissingAnswerShortTime() throws IOException {
        loop.expectAnswer();
        requestRun();
        loop.pass();
        ticker.advance(MAX_IDLE_TIME);
        loop.pass();
        assertThat(happened).isEmpty();
        ticker.advance(Duration.ofNanos(1));
        loop.pass();

        assertThat(happened).containsExactly("run");
    }

    @Test
    void waitsForMissingAnswerOnce() throws IOException {
        int blocked = loop.expectAnswer();
        requestRun();
        passesUntilRun();
        requestRun();
        assertThat(passesUntilRun()).isEqualTo(1);
        int next = loop.expectAnswer();
        loop.onAnswer(blocked);
        requestRun();
        loop.pass();
        assertThat(happened).isEmpty();
        loop.execute(() -> loop.onAnswer(next));

        assertThat(passesUntilRun()).isEqualTo(1);
    }

    @Test
    void boundsPassesWhileAnswersArrive() throws IOException {
        loop.expectAnswer();
        requestRun();
        int passes = 0;
        while (happened.isEmpty()) {
            loop.execute(() -> loop.onAnswer(loop.expectAnswer()));
            loop.pass();
            passes++;
        }

        assertThat(passes).isEqualTo(65);
    }

    @Test
    void boundsTimeWhileAnswersArrive() throws IOException {
        loop.expectAnswer();
        requestRun();
        int passes = 0;
        while (happened.isEmpty()) {
            loop.execute(() -> loop.onAnswer(loop.expectAnswer()));
            loop.pass();
            ticker.advance(MAX_IDLE_TIME);
            passes++;
        }

        // 500 µs, in steps of 50.
        assertThat(passes).isEqualTo(12);
    }

    @Test
    void runsOtherTasksWhenOneThrows() throws IOException {
        Runnable broken = () -> {
            throw new IllegalStateException("a failure, made by the test");
        };
        loop.execute(() -> loop.atEndOfPass(broken));
        requestRun();
        loop.pass();

        assertThat(happened).containsExactly("run");
    }

    @Test
    void sleepsWhileAnswerIsExpectedAndNoTaskWaits() throws Exception {
        loop.expectAnswer();
        CountDownLatch begun = new CountDownLatch(1);
        Thread passing = new Thread(() -> {
            begun.countDown();
            pass();
        });
        passing.start();
        begun.await();
        passing.join(100);
        assertThat(passing.isAlive()).isTrue();
        requestRun();
        passing.join();

        // In that pass it was added, and waits for the answer.
        assertThat(happened).isEmpty();
    }

    @Test
    void runsWhenLoopEnds() throws Exception {
        loop.expectAnswer();
        requestRun();
        loop.pass();
        assertThat(happened).isEmpty();
        loop.stop();
        loop.join();

        assertThat(happened).containsExactly("run");
    }

    private void requestRun() {
        loop.execute(() -> loop.atEndOfPass(run));
    }

    private int passesUntilRun() throws IOException {
        int passes = 0;
        while (happened.isEmpty()) {
            loop.pass();
            passes++;
        }
        happened.clear();
        return passes;
    }

    private void pass() {
        try {
            loop.pass();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
