package sse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.EntryId;

/** Term 10 ended with 10-2 and term 20 with 20-1; term 30 has no entries; 40 is the present one. */
class TermsTest {
    private static final EntryId ORIGIN = EntryId.origin("hub");

    private final Terms terms = Terms.of("hub", Map.of(10L, ORIGIN, 20L, id(10, 2), 30L, id(20, 1), 40L, id(20, 1)));

    private static EntryId id(long term, long number) {
        return EntryId.of("hub", term, number);
    }

    @Test
    void movesLostTailToEndOfTerm() {
        assertThat(terms.within(id(10, 2))).isEqualTo(id(10, 2));
        assertThat(terms.within(id(10, 3))).isEqualTo(id(10, 2));
        assertThat(terms.within(id(20, 9))).isEqualTo(id(20, 1));
        assertThat(terms.within(id(30, 0))).isEqualTo(id(20, 1));
        assertThat(terms.within(id(40, 9))).isEqualTo(id(40, 9));
        assertThat(terms.within(ORIGIN)).isEqualTo(ORIGIN);
    }

    @Test
    void countsIdsBetweenPositions() {
        assertThat(terms.count(id(10, 0), id(10, 2))).isEqualTo(2);
        assertThat(terms.count(id(10, 0), id(20, 0))).isEqualTo(3);
        assertThat(terms.count(id(10, 0), id(40, 1))).isEqualTo(2 + 2 + 2);
        assertThat(terms.count(ORIGIN, id(10, 0))).isEqualTo(1);
        assertThat(terms.count(ORIGIN, id(40, 0))).isEqualTo(3 + 2 + 1);
        assertThat(terms.count(id(20, 1), id(40, 0))).isEqualTo(1);
    }

    @Test
    void returnsIdBefore() {
        assertThat(terms.before(id(20, 1))).isEqualTo(id(20, 0));
        assertThat(terms.before(id(20, 0))).isEqualTo(id(10, 2));
        assertThat(terms.before(id(40, 0))).isEqualTo(id(20, 1));
        assertThat(terms.before(id(10, 0))).isEqualTo(ORIGIN);
    }

    @Test
    void knowsPresentTerm() {
        assertThat(terms.present()).isEqualTo(40);
        assertThat(Terms.none("hub").present()).isZero();
    }

    @Nested
    class OfTwoPrimaries {
        @Test
        void findsLastCommonPosition() {
            Terms branch = Terms.of("hub", Map.of(10L, ORIGIN, 20L, id(10, 2), 31L, id(20, 5)));

            assertThat(terms.fork(branch, id(40, 3))).isEqualTo(id(20, 1));
            assertThat(branch.fork(terms, id(31, 0))).isEqualTo(id(20, 1));
        }

        @Test
        void endsAtHeadIfThisLogHasNoLaterTerm() {
            Terms old = Terms.of("hub", Map.of(10L, ORIGIN));

            assertThat(old.fork(terms, id(10, 1))).isEqualTo(id(10, 1));
            assertThat(old.fork(terms, id(10, 7))).isEqualTo(id(10, 2));
        }

        @Test
        void beginsAtOriginIfNothingIsCommon() {
            assertThat(terms.fork(Terms.none("hub"), id(40, 3))).isEqualTo(ORIGIN);
        }

        @Test
        void beginsBeforeTermsOfSameCount() {
            long first = 1 << 20;
            Terms counted = Terms.of("hub", Map.of(first + 5, ORIGIN, 2 * first + 7, id(first + 5, 9)));

            assertThat(counted.fork(id(2 * first + 6, 3))).isEqualTo(id(first + 5, 9));
            assertThat(counted.fork(id(first + 4, 3))).isEqualTo(ORIGIN);
        }
    }
}
