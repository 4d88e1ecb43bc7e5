package sse.api.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import sse.api.internal.wire.FrameBatch;
import sse.stress.Client;
import sse.stress.HandDrivenLoop;

/**
 * What was there before a signal is seen by a turn, also if a turn is under way; and a lane is handed over once until
 * it runs.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the turn under way saw it")
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "another turn saw it")
@Outcome(
        id = "1, 1, 3",
        expect = Expect.ACCEPTABLE,
        desc = "another turn came between the two signals, and one after them")
@Outcome(expect = Expect.FORBIDDEN, desc = "a signal was lost, or a wake-up paid twice")
@State
public class LaneSignalStress {
    private final HandDrivenLoop loop = new HandDrivenLoop();
    private final StreamLane lane = Client.lane(loop);
    private final Member atIt = new Member();
    private final Member idle = new Member();
    private volatile int published;

    private final class Member extends LaneMember {
        int seen;

        @Override
        protected void onRun(FrameBatch batch, long nowNanos) {
            seen = published;
            for (int i = 0; i < 50; i++) {
                Thread.onSpinWait(); // A turn takes its time, and the signal may come in the middle of it.
            }
        }

        @Override
        protected void onSweep(long nowNanos) {}
    }

    public LaneSignalStress() {
        lane.signal(atIt);
    }

    @Actor
    public void publisher() {
        published = 1;
        lane.signal(idle);
        lane.signal(atIt);
    }

    @Actor
    public void lane() {
        loop.run();
    }

    @Arbiter
    public void after(III_Result result) {
        loop.run();
        result.r1 = atIt.seen;
        result.r2 = idle.seen;
        result.r3 = loop.handedOver();
    }
}
