package sse.api.internal.history;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import sse.api.Event;
import sse.stress.StillTicker;

/** While the ring grows to hold the 65th entry, the ones before it can be read where they are. */
@JCStressTest
@Outcome(id = "64, 1", expect = Expect.ACCEPTABLE, desc = "before it was appended")
@Outcome(id = "64, 2", expect = Expect.ACCEPTABLE, desc = "appended after the head was looked at")
@Outcome(id = "65, 2", expect = Expect.ACCEPTABLE, desc = "appended before")
@Outcome(expect = Expect.FORBIDDEN, desc = "an entry that is before the head cannot be read, or is another")
@State
public class GrowthStress {
    private static final List<Event> FULL = Collections.nCopies(64, Event.of(""));
    private static final List<Event> ONE = List.of(Event.of(""));

    private final RingLog log =
            new RingLog(new Sequence("epoch"), new Retention(100, 100_000, Duration.ofHours(1)), new StillTicker());

    public GrowthStress() {
        log.append(FULL);
    }

    @Actor
    public void publisher() {
        log.append(ONE);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = (int) log.head();
        LogEntry[] batch = new LogEntry[4];
        int count = log.read(63, batch);
        result.r2 = isInPlace(batch, count) ? count : -1;
    }

    private static boolean isInPlace(LogEntry[] batch, int count) {
        for (int i = 0; i < count; i++) {
            if (batch[i].position() != 63 + i) {
                return false;
            }
        }
        return true;
    }
}
