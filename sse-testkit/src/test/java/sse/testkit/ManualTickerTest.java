package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sse.api.Ticker;

class ManualTickerTest {
    private final ManualTicker ticker = new ManualTicker();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsNothingUntilTimeMoves() {
        ticker.after(Duration.ZERO, () -> ran.add("now"));

        assertThat(ran).isEmpty();
        ticker.advance(Duration.ZERO);
        assertThat(ran).containsExactly("now");
    }

    @Test
    void runsActionsInOrderOfDueTimes() {
        ticker.after(Duration.ofSeconds(3), () -> note("c"));
        ticker.after(Duration.ofSeconds(1), () -> note("a"));
        ticker.after(Duration.ofSeconds(2), () -> note("b"));

        ticker.advance(Duration.ofSeconds(10));

        assertThat(ran).containsExactly("a at 1s", "b at 2s", "c at 3s");
        assertThat(ticker.nanoTime()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void runsActionsDueTogetherInOrder() {
        ticker.every(Duration.ofSeconds(2), () -> note("first"));
        ticker.every(Duration.ofSeconds(1), () -> note("second"));
        ticker.after(Duration.ofSeconds(2), () -> note("third"));

        ticker.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("second at 1s", "first at 2s", "second at 2s", "third at 2s");
    }

    @Test
    void runsActionExactlyWhenDue() {
        ticker.after(Duration.ofNanos(10), () -> ran.add("due"));

        ticker.advance(Duration.ofNanos(9));
        assertThat(ran).isEmpty();
        ticker.advance(Duration.ofNanos(1));
        assertThat(ran).containsExactly("due");
        ticker.advance(Duration.ofDays(1));
        assertThat(ran).containsExactly("due");
    }

    @Test
    void skipsNoTickOnLongAdvance() {
        ticker.every(Duration.ofSeconds(1), () -> ran.add("tick"));

        ticker.advance(Duration.ofHours(1));

        assertThat(ran).hasSize(3600);
    }

    @Test
    void runsDueTasksThatActionsSchedule() {
        ticker.after(Duration.ofSeconds(1), () -> {
            note("outer");
            ticker.after(Duration.ZERO, () -> note("at once"));
            ticker.after(Duration.ofSeconds(1), () -> note("inner"));
            ticker.after(Duration.ofSeconds(2), () -> note("too late"));
        });

        ticker.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("outer at 1s", "at once at 1s", "inner at 2s");
        assertThat(ticker.pendingTasks()).isEqualTo(1);
    }

    @Test
    void skipsTasksThatActionsCancel() {
        List<Ticker.Task> tasks = new ArrayList<>();
        ticker.after(Duration.ofSeconds(1), () -> tasks.forEach(Ticker.Task::cancel));
        tasks.add(ticker.after(Duration.ofSeconds(1), () -> note("same time")));
        tasks.add(ticker.every(Duration.ofSeconds(1), () -> note("periodic")));
        tasks.add(ticker.after(Duration.ofSeconds(2), () -> note("later")));

        ticker.advance(Duration.ofSeconds(5));

        assertThat(ran).isEmpty();
        assertThat(ticker.pendingTasks()).isZero();
    }

    @Test
    void stopsPeriodicTaskThatCancelsItself() {
        List<Ticker.Task> task = new ArrayList<>();
        task.add(ticker.every(Duration.ofSeconds(1), () -> {
            note("tick");
            task.get(0).cancel();
        }));

        ticker.advance(Duration.ofSeconds(5));

        assertThat(ran).containsExactly("tick at 1s");
        assertThat(ticker.pendingTasks()).isZero();
    }

    @Test
    void countsPendingTasks() {
        Ticker.Task periodic = ticker.every(Duration.ofSeconds(1), () -> {});
        ticker.after(Duration.ofSeconds(1), () -> {});
        Ticker.Task single = ticker.after(Duration.ofSeconds(2), () -> {});

        assertThat(ticker.pendingTasks()).isEqualTo(3);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(ticker.pendingTasks()).isEqualTo(2);
        single.cancel();
        periodic.cancel();
        periodic.cancel();
        assertThat(ticker.pendingTasks()).isZero();
    }

    @Test
    void throwsActionFailuresAfterAdvance() {
        IllegalStateException first = new IllegalStateException("first");
        AssertionError second = new AssertionError("second");
        ticker.after(Duration.ofSeconds(1), () -> {
            throw first;
        });
        ticker.after(Duration.ofSeconds(2), () -> {
            throw second;
        });
        ticker.after(Duration.ofSeconds(3), () -> note("not kept from running"));

        assertThatThrownBy(() -> ticker.advance(Duration.ofSeconds(4)))
                .isSameAs(first)
                .hasSuppressedException(second);

        assertThat(ran).containsExactly("not kept from running at 3s");
        assertThat(ticker.nanoTime()).isEqualTo(Duration.ofSeconds(4).toNanos());
        ticker.advance(Duration.ofSeconds(1));
    }

    @Test
    void keepsPeriodicTaskThatThrows() {
        ticker.every(Duration.ofSeconds(1), () -> {
            note("tick");
            throw new IllegalStateException("thrown by the test");
        });

        assertThatThrownBy(() -> ticker.advance(Duration.ofSeconds(3))).hasMessage("thrown by the test");

        assertThat(ran).containsExactly("tick at 1s", "tick at 2s", "tick at 3s");
        assertThat(ticker.pendingTasks()).isEqualTo(1);
    }

    @Test
    void rejectsAdvanceInsideAdvance() {
        ticker.after(Duration.ofSeconds(1), () -> ticker.advance(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> ticker.advance(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("advance must not be called while it runs: ");
        ticker.advance(Duration.ofSeconds(1));
    }

    @Test
    void rejectsInvalidTimes() {
        assertThatThrownBy(() -> ticker.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time must not move backwards: PT-0.000000001S");
        assertThatThrownBy(() -> ticker.every(Duration.ZERO, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period must be positive: PT0S");
        assertThatThrownBy(() -> ticker.after(Duration.ofNanos(-1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delay must not be negative: PT-0.000000001S");
    }

    @Test
    void startsAtGivenTime() {
        ManualTicker late = new ManualTicker(Long.MAX_VALUE - 5);
        late.after(Duration.ofNanos(10), () -> ran.add("after the overflow"));

        late.advance(Duration.ofNanos(10));

        assertThat(ran).containsExactly("after the overflow");
        assertThat(late.nanoTime()).isEqualTo(Long.MIN_VALUE + 4);
        assertThat(late.nanoTime() - (Long.MAX_VALUE - 5)).isEqualTo(10);
    }

    @Test
    void neverRunsTaskDueAtMaximumTime() {
        ticker.every(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.add("never"));

        ticker.advance(Duration.ofSeconds(Long.MAX_VALUE));
        ticker.advance(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(ran).isEmpty();
    }

    @Test
    void agreesWithModelOnRandomSchedules() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<Long, List<String>> model = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            long due = random.nextInt(500);
            String name = i + " at " + due;
            Ticker.Task task = ticker.after(Duration.ofNanos(due), () -> ran.add(name));
            if (random.nextInt(4) == 0) {
                task.cancel();
            } else {
                model.computeIfAbsent(due, time -> new ArrayList<>()).add(name);
            }
        }

        for (int moved = 0; moved < 500; ) {
            int step = random.nextInt(50);
            ticker.advance(Duration.ofNanos(step));
            moved += step;
        }

        List<String> expected = new ArrayList<>();
        model.values().forEach(expected::addAll);
        assertThat(ran).as("seed " + seed).isEqualTo(expected);
    }

    private void note(String what) {
        ran.add(what + " at " + Duration.ofNanos(ticker.nanoTime()).toSeconds() + "s");
    }
}
