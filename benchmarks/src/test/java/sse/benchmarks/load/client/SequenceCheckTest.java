package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceCheckTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1 2 3 4,           0, 0, 0",
        "0, 2 3,               1, 0, 0",
        "0, 1 4,               2, 0, 0",
        "0, 1 1,               0, 1, 0",
        "0, 1 2 3 1,           0, 1, 0",
        "0, 1 3 2,             0, 0, 1",
        "0, 1 4 2 3,           0, 0, 2",
        "0, 1 3 2 2,           0, 1, 1",
        "0, 1 5 2,             2, 0, 1",
        "0, 1 65 2,            62, 0, 1",
        "0, 1 66 2,            64, 1, 0",
        "0, 1 100 100,         98, 1, 0",
        "0, 1 0,               0, 1, 0",
        "7, 8 9,               0, 0, 0",
        "7, 9,                 1, 0, 0",
        "7, 7 8,               0, 1, 0",
        "7, 6 8,               0, 1, 0",
        "7, 9 8,               0, 0, 1"
    })
    void findsWhatIsWrong(long after, String sequences, long missing, long duplicated, long reordered) {
        ReceiveStats stats = new ReceiveStats();
        SequenceCheck check = new SequenceCheck(after, stats);

        for (String sequence : sequences.split(" ")) {
            check.accept(Long.parseLong(sequence));
        }

        assertThat(stats.missing).as("missing").isEqualTo(missing);
        assertThat(stats.duplicated).as("duplicated").isEqualTo(duplicated);
        assertThat(stats.reordered).as("reordered").isEqualTo(reordered);
    }
}
