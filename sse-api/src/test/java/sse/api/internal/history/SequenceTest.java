package sse.api.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceTest {
    private final Sequence sequence = new Sequence("abc");

    @ParameterizedTest
    @CsvSource({
        "abc-1, 1",
        "abc-9, 9",
        "abc-10, 10",
        "abc-109, 109",
        "abc-110, -1",
        "abc-999999999999999999, -1",
        "abc-0, 0",
        "abc-00, -1",
        "abc-01, -1",
        "abc-, -1",
        "abc, -1",
        "abc1, -1",
        "abc+1, -1",
        "abd-1, -1",
        "ab-1, -1",
        "abc-1/, -1",
        "abc-1:, -1",
        "abc--1, -1",
        "abc-1000000000000000000, -1",
        "abc-18446744073709551617, -1",
    })
    void knowsTheIdsThatWereGiven(String id, long number) {
        sequence.advanceTo(109);
        assertThat(sequence.numberOf(id)).isEqualTo(number);
    }

    @Test
    void readsNumbersOfEighteenDigits() {
        sequence.advanceTo(Long.MAX_VALUE);
        assertThat(sequence.numberOf("abc-999999999999999999")).isEqualTo(999_999_999_999_999_999L);
        assertThat(sequence.numberOf("abc-1000000000000000000")).isEqualTo(-1);
    }

    @Test
    void hasOneEpochForAProcess() {
        String id = Sequence.ofProcess().idOf(7);
        assertThat(id).matches("[0-9a-z]{1,8}-7");
        assertThat(Sequence.ofProcess().idOf(7)).isEqualTo(id);
    }
}
