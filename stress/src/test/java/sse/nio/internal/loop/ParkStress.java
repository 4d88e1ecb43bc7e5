package sse.nio.internal.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A loop that goes to sleep while a task is handed over is woken, or sees the task and does not sleep. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "it sleeps and is woken")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "it does not sleep")
@Outcome(expect = Expect.FORBIDDEN, desc = "it sleeps with a task, or is woken for nothing")
@State
public class ParkStress {
    private final TaskQueue tasks = new TaskQueue();

    @Actor
    public void loop(ZZ_Result result) {
        result.r1 = tasks.park();
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = tasks.add(() -> {});
    }
}
