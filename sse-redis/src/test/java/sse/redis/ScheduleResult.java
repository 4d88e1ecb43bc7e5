package sse.redis;

import sse.redis.LogComparison.Difference;

/**
 * The result of a row of the failure schedule.
 *
 * @param row the row
 * @param numbers of the nodes
 * @param entries how many entries the log has in the end
 * @param rolledBack how many entries the log had and lost
 * @param hops how often clients changed
 * @param difference of what they received and the log
 * @param behind how many clients did not have the newest entry in the end
 */
record ScheduleResult(
        FailureRow row,
        NodeNumbers numbers,
        long entries,
        long rolledBack,
        long hops,
        Difference difference,
        long behind) {
    static final String HEADER = "| Row | What is done | Entries | Publications that failed | Attempts again"
            + " | Longest publication | Client connections | Deliveries | Gaps | Rolled back | Missing | Twice |\n"
            + "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

    /** Returns a line of the table in {@code docs/reference/failures.md}. */
    String line() {
        return String.format(
                "| %d | %s | %,d | %s | %,d | %,d ms | %,d | %,d | %,d%s | %,d | %d | %d |%s",
                row.number,
                row.what,
                entries,
                failed(),
                numbers.repeated(),
                numbers.millis(),
                hops,
                difference.deliveries(),
                difference.gaps(),
                difference.wrongGaps() == 0 ? "" : " (WRONG: " + difference.wrongGaps() + ")",
                numbers.rolledBack(),
                difference.missing(),
                difference.twice(),
                behind == 0 ? "" : " BEHIND: " + behind);
    }

    private String failed() {
        return numbers.failed() == 0 ? "0" : numbers.notStored() + " not stored, " + numbers.unknown() + " unknown";
    }
}
