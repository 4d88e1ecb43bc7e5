package sse.api.internal.history;

import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import sse.api.Event;
import sse.api.spi.Frame;
import sse.stress.StillTicker;

/** What is before the head of a log can be read, and an entry that is read is whole. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "before it was appended")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "appended after the head was looked at")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "appended before")
@Outcome(expect = Expect.FORBIDDEN, desc = "an entry that is not there, or not whole")
@State
public class AppendStress {
    private static final Event EVENT = Event.builder().id("a").data("").build();
    private static final int SIZE = Frame.of(EVENT).size();

    private final RingLog log =
            new RingLog(new Sequence("epoch"), new Retention(10, 10_000, Duration.ofHours(1)), new StillTicker());

    @Actor
    public void publisher() {
        log.append(List.of(EVENT));
    }

    @Actor
    public void reader(III_Result result) {
        LogEntry[] batch = new LogEntry[2];
        result.r1 = (int) log.head();
        result.r2 = log.read(0, batch);
        result.r3 = result.r2 == 1 && isWhole(batch[0]) ? 1 : 0;
    }

    private static boolean isWhole(LogEntry entry) {
        return entry.position() == 0
                && entry.sequence() == 1
                && entry.id().equals("a")
                && entry.frame().size() == SIZE;
    }
}
