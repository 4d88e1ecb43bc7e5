package sse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.testkit.internal.contract.support.ExpectedErrors;

/**
 * The short form of each row of the schedule, and all of them as long as a property says. Row 15 is that of histories
 * in files.
 */
@ExtendWith(ExpectedErrors.class)
class FailureScheduleTest {
    /** Rows mostly wait, so several run at a time. */
    private static final int AT_A_TIME = 4;

    private static final long ROW_SECONDS = 180;

    private final ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME, task -> {
        Thread thread = new Thread(task, "schedule");
        thread.setDaemon(true);
        return thread;
    });

    @AfterEach
    void endRows() {
        executor.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> keepsEveryClientWhole() {
        RedisServer.requireInstalled();
        FailureSchedule schedule = new FailureSchedule(2, 10, 100, LocalNode::start);
        Map<FailureRow, Future<ScheduleResult>> results = new EnumMap<>(FailureRow.class);
        for (FailureRow row : FailureRow.values()) {
            results.put(row, executor.submit(() -> schedule.run(row)));
        }
        return Stream.of(FailureRow.values())
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> assertWhole(await(results.get(row)))));
    }

    private static ScheduleResult await(Future<ScheduleResult> result) throws Exception {
        try {
            return result.get(ROW_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause; // The row was aborted, perhaps.
            }
            throw failure;
        }
    }

    private static void assertWhole(ScheduleResult result) {
        LogComparison.Difference difference = result.difference();
        assertThat(difference.deliveries()).isPositive();
        assertThat(difference.missing()).as("missing without a gap: %s", result).isZero();
        assertThat(difference.twice()).as("twice, or out of order: %s", result).isZero();
        assertThat(difference.wrongGaps())
                .as("gaps with a wrong number: %s", result)
                .isZero();
        assertThat(result.behind()).as("clients behind: %s", result).isZero();
        if (!result.row().mayLose) {
            assertThat(difference.gaps()).as("gaps: %s", result).isZero();
        }
        assertEffect(result);
    }

    /** Asserts what else a row is for. */
    private static void assertEffect(ScheduleResult result) {
        NodeNumbers numbers = result.numbers();
        switch (result.row()) {
            case KILL_REDIS -> {
                assertThat(numbers.failed()).as("failed: %s", result).isZero();
                assertThat(numbers.repeated()).as("repeated: %s", result).isPositive();
                assertThat(result.rolledBack()).as("rolled back: %s", result).isZero();
            }
            case KILL_REDIS_EVERYSEC -> {
                assertThat(numbers.disconnects()).as("disconnects: %s", result).isPositive();
                assertThat(numbers.rolledBack()).as("counted: %s", result).isLessThanOrEqualTo(result.rolledBack());
            }
            case STOP_REDIS, SPLIT_BRAIN ->
                assertThat(numbers.disconnects()).as("disconnects: %s", result).isPositive();
            case LOSE_TAIL ->
                assertThat(numbers.rolledBack()).as("counted: %s", result).isBetween(1L, result.rolledBack());
            case LOSE_ANSWERS -> {
                assertThat(numbers.repeated()).as("repeated: %s", result).isPositive();
                assertThat(result.entries())
                        .as("one entry for each publication: %s", result)
                        .isEqualTo(numbers.published());
            }
            case MIGRATE_SLOT, SWAP ->
                assertThat(numbers.failed()).as("failed: %s", result).isZero();
            case TRIM, DELETE ->
                assertThat(result.difference().gaps()).as("gaps: %s", result).isPositive();
            case FULL ->
                assertThat(numbers.notStored()).as("failed: %s", result).isPositive();
            default -> {}
        }
    }

    @Timeout(7_200)
    @Test
    @EnabledIfSystemProperty(named = "schedule", matches = ".+", disabledReason = "takes long: see testing.md")
    void printsTable() throws Exception {
        FailureSchedule.print(System.getProperty("schedule").split(" "));
    }
}
