package sse.api.internal.history;

import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import sse.api.Event;
import sse.stress.StillTicker;

/**
 * Whoever looks at the newest number, and then at a log's head, finds before it every entry of the log up to that
 * number.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before they were appended")
@Outcome(id = "0, [12]", expect = Expect.ACCEPTABLE, desc = "appended in between")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "appended before")
@Outcome(expect = Expect.FORBIDDEN, desc = "a number says more than can be read")
@State
public class CommonSequenceStress {
    private static final List<Event> TWO = List.of(Event.of(""), Event.of(""));

    private final RingLog log =
            new RingLog(new Sequence("epoch"), new Retention(10, 10_000, Duration.ofHours(1)), new StillTicker());

    @Actor
    public void publisher() {
        log.append(TWO);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = (int) log.readableSequence();
        result.r2 = (int) log.head();
    }
}
