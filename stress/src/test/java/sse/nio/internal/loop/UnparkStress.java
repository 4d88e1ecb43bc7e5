package sse.nio.internal.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of two who hand a task to a loop that sleeps, one wakes it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the one")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "neither or both")
@State
public class UnparkStress {
    private final TaskQueue tasks = new TaskQueue();

    public UnparkStress() {
        tasks.park();
    }

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = tasks.add(() -> {});
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = tasks.add(() -> {});
    }
}
