package sse.api.internal.wire.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyframeRuleTest {
    private static final int BATCH = 100;

    private final KeyframeRule rule = new KeyframeRule();

    @Test
    void beginsWithKeyframe() {
        assertThat(rule.isDue(BATCH)).isTrue();
        send(true, 1, 0);
        assertThat(rule.isDue(BATCH)).isFalse();
    }

    @Test
    void cutsOneBeforeTooMuchText() {
        send(true, 1, 0);
        int rest = KeyframeRule.MAX_TEXT_BYTES - BATCH;

        assertThat(rule.isDue(rest)).isFalse();
        assertThat(rule.isDue(rest + 1)).isTrue();
    }

    @Test
    void cutsOneIfNoStreamIsInStep() {
        send(true, 1, 0);
        send(false, 0, 0);

        assertThat(rule.isDue(BATCH)).isTrue();
    }

    @Test
    void cutsOneWhenDebtReachesItsCost() {
        int streams = 7;
        send(true, streams, 0);
        for (int i = 1; i < KeyframeRule.MIN_EVENTS; i++) {
            send(false, streams, 0);
        }
        send(false, streams, KeyframeRule.COST_PER_STREAM * streams - 1);
        assertThat(rule.isDue(BATCH)).isFalse();

        send(false, streams, 1);
        assertThat(rule.isDue(BATCH)).isTrue();
    }

    @Test
    void cutsNoneForDebtBeforeEightEvents() {
        send(true, 1, 100_000);
        for (int i = 1; i < 8; i++) {
            assertThat(rule.isDue(BATCH)).as("behind event %d", i).isFalse();
            send(false, 1, 0);
        }

        assertThat(rule.isDue(BATCH)).isTrue();
    }

    @Test
    void countsEventsOfBatch() {
        rule.onBatch(BATCH, KeyframeRule.MIN_EVENTS, true);
        rule.onSentInStep();
        rule.onSentApart(KeyframeRule.COST_PER_STREAM);

        assertThat(rule.isDue(BATCH)).isTrue();
    }

    @Test
    void owesNothingForWhatIsShorterApart() {
        send(true, 1, 0);
        rule.onSentApart(-KeyframeRule.COST_PER_STREAM);
        for (int i = 1; i < KeyframeRule.MIN_EVENTS; i++) {
            send(false, 1, 0);
        }
        rule.onSentApart(KeyframeRule.COST_PER_STREAM);

        assertThat(rule.isDue(BATCH)).isTrue();
    }

    @Test
    void forgetsEventsWithEachKeyframe() {
        for (int i = 0; i < KeyframeRule.MIN_EVENTS; i++) {
            send(i == 0, 1, 0);
        }
        send(true, 1, KeyframeRule.COST_PER_STREAM);

        assertThat(rule.isDue(BATCH)).isFalse();
    }

    @Test
    void forgetsDebtWithEachKeyframe() {
        for (int i = 0; i < KeyframeRule.MIN_EVENTS; i++) {
            send(i == 0, 1, 100_000);
        }
        for (int i = 0; i < KeyframeRule.MIN_EVENTS; i++) {
            send(i == 0, 1, 0);
        }

        assertThat(rule.isDue(BATCH)).isFalse();
    }

    @Test
    void startsAgainWithEachKeyframe() {
        for (int i = 0; i < KeyframeRule.MIN_EVENTS; i++) {
            send(i == 0, 1, 100_000);
        }
        assertThat(rule.isDue(BATCH)).isTrue();

        send(true, 1, 0);
        assertThat(rule.isDue(KeyframeRule.MAX_TEXT_BYTES - BATCH)).isFalse();
    }

    /** Sends one event to streams in step, and to one out of step if that has taken more bytes. */
    private void send(boolean isKeyframe, int inStep, int moreBytes) {
        rule.onBatch(BATCH, 1, isKeyframe);
        for (int i = 0; i < inStep; i++) {
            rule.onSentInStep();
        }
        if (moreBytes > 0) {
            rule.onSentApart(moreBytes);
        }
    }
}
