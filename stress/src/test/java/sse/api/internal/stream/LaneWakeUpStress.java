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

/** Signals of two threads wake a lane once, and each member that one of them or both have signalled has one turn. */
@JCStressTest
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "one wake-up, one turn for each member")
@Outcome(expect = Expect.FORBIDDEN, desc = "another wake-up, or a member without its turn")
@State
public class LaneWakeUpStress {
    private final HandDrivenLoop loop = new HandDrivenLoop();
    private final StreamLane lane = Client.lane(loop);
    private final Member own = new Member();
    private final Member shared = new Member();
    private int served;

    private final class Member extends LaneMember {
        int turns;

        @Override
        protected void onRun(FrameBatch batch, long nowNanos) {
            turns++;
            served++;
        }

        @Override
        protected void onSweep(long nowNanos) {}
    }

    @Actor
    public void one() {
        lane.signal(own);
        lane.signal(shared);
    }

    @Actor
    public void other() {
        lane.signal(shared);
    }

    @Arbiter
    public void after(III_Result result) {
        result.r1 = loop.handedOver();
        loop.run();
        result.r2 = shared.turns;
        result.r3 = served;
    }
}
