package sse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short form of some rows of the schedule, and all of them as long as a property says. */
class FailureScheduleTest {
    @Timeout(120)
    @ParameterizedTest
    @EnumSource(names = {"KILL_NODE", "SLOW_NODE", "KILL_REDIS", "LOSE_TAIL", "LOSE_ANSWERS"})
    void losesAndRepeatsNothing(FailureSchedule.Row row) throws Exception {
        FailureSchedule.Result result = new FailureSchedule(2, 10, 100).run(row);

        assertThat(result.deliveries()).isPositive();
        assertThat(result.missing()).as("missing without a gap: %s", result).isZero();
        assertThat(result.twice()).as("twice, or out of order: %s", result).isZero();
        assertThat(result.gaps()).as("gaps: %s", result).isZero();
        assertThat(result.behind()).as("clients behind: %s", result).isZero();
    }

    @Timeout(7_200)
    @Test
    @EnabledIfSystemProperty(named = "schedule", matches = ".+", disabledReason = "takes long: see testing.md")
    void printsTable() throws Exception {
        FailureSchedule.print(System.getProperty("schedule").split(" "));
    }
}
