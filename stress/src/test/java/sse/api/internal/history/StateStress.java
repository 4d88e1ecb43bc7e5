package sse.api.internal.history;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import sse.api.Event;
import sse.stress.StillTicker;

/** A reader of the latest event of a key, while a newer one replaces it, reaches the newer and receives none twice. */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the older, then the newer")
@Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "the older was superseded while it read")
@Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "the newer at once")
@Outcome(expect = Expect.FORBIDDEN, desc = "it missed both, or got one twice")
@State
public class StateStress {
    private static final List<Event> EVENTS = List.of(Event.of("key"));

    private final Sequence sequence = new Sequence("epoch");
    private final CompactedEntries newest =
            new CompactedEntries(sequence, new CompactionLimits(10, 10_000, new StillTicker()));
    private final CompactedLog log = newLog();
    private long position;

    private CompactedLog newLog() {
        RingLog live = new RingLog(sequence, Retention.UNTIL_READ, new StillTicker());
        return new CompactedLog(sequence, new CompactedLog.Keys(event -> "key", event -> false), live, newest);
    }

    public StateStress() {
        log.append(EVENTS);
    }

    @Actor
    public void publisher() {
        log.append(EVENTS);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = read();
    }

    @Arbiter
    public void after(II_Result result) {
        result.r2 = read();
    }

    /** Reads as a cursor does: up to the head, and passes over what is not there. */
    private int read() {
        LogEntry[] batch = new LogEntry[2];
        long head = log.head();
        int count = newest.read(position, head, batch);
        position = head;
        return count == 0 ? -1 : (int) batch[count - 1].position();
    }
}
