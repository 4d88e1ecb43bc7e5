package sse.api.internal.history;

import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import sse.api.Event;
import sse.stress.StillTicker;

/**
 * Of a log that keeps one entry a reader gets the one it wants, or none, and never another in its place; what cannot be
 * read is before the tail, at the latest when the append has ended.
 */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "read before it was evicted")
@Outcome(id = "-1, 1, 1", expect = Expect.ACCEPTABLE, desc = "evicted, and the tail has advanced")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "read just before it was evicted")
@Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "evicted, and the tail has not advanced yet")
@Outcome(expect = Expect.FORBIDDEN, desc = "another entry, or one that is evicted and never before the tail")
@State
public class EvictionStress {
    private static final List<Event> EVENTS = List.of(Event.of(""));

    private final RingLog log =
            new RingLog(new Sequence("epoch"), new Retention(1, 10_000, Duration.ofHours(1)), new StillTicker());

    public EvictionStress() {
        log.append(EVENTS);
    }

    @Actor
    public void publisher() {
        log.append(EVENTS);
    }

    @Actor
    public void reader(III_Result result) {
        LogEntry[] batch = new LogEntry[1];
        result.r1 = log.read(0, batch) == 0 ? -1 : (int) batch[0].position();
        result.r2 = (int) log.tail();
    }

    @Arbiter
    public void after(III_Result result) {
        result.r3 = (int) log.tail();
    }
}
