package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestFlowTest {
    private static final Duration FOLLOWING = Duration.ofNanos(RequestFlow.FOLLOWING_NANOS);

    private final HandTicker ticker = new HandTicker();
    private final RequestFlow flow = new RequestFlow(ticker);

    private void answerThenRequestAfter(Duration time) {
        flow.onAnswer();
        ticker.advance(time);
        flow.onRequest();
    }

    @Test
    void firstRequestsFollowNothing() {
        flow.onRequest();
        flow.onRequest();
        flow.onRequest();

        assertThat(flow.isSequence()).isFalse();
        assertThat(flow.begun()).isEqualTo(3);
    }

    @Test
    void twoThatFollowMakeSequence() {
        answerThenRequestAfter(FOLLOWING.minusNanos(1));
        assertThat(flow.isSequence()).isFalse();

        answerThenRequestAfter(FOLLOWING.minusNanos(1));

        assertThat(flow.isSequence()).isTrue();
    }

    @Test
    void laterRequestEndsSequence() {
        answerThenRequestAfter(Duration.ZERO);
        answerThenRequestAfter(Duration.ZERO);

        answerThenRequestAfter(FOLLOWING);

        assertThat(flow.isSequence()).isFalse();
    }

    @Test
    void beginsAnotherSequenceAfterItsEnd() {
        answerThenRequestAfter(Duration.ZERO);
        answerThenRequestAfter(Duration.ZERO);
        flow.endSequence();
        assertThat(flow.isSequence()).isFalse();

        answerThenRequestAfter(Duration.ZERO);
        assertThat(flow.isSequence()).isFalse();
        answerThenRequestAfter(Duration.ZERO);

        assertThat(flow.isSequence()).isTrue();
    }
}
