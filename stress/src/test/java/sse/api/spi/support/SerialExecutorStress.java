package sse.api.spi.support;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Tasks handed over by two threads run one at a time, each sees what the one before it has done, and all run. */
@JCStressTest
@Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "all, one at a time")
@Outcome(expect = Expect.FORBIDDEN, desc = "one is lost, or two ran at once")
@State
public class SerialExecutorStress {
    private final SerialExecutor executor = new SerialExecutor(Runnable::run);
    private int ran;
    private boolean running;
    private int overlaps;

    @Actor
    public void one() {
        executor.execute(this::task);
        executor.execute(this::task);
    }

    @Actor
    public void other() {
        executor.execute(this::task);
        executor.execute(this::task);
    }

    @Arbiter
    public void after(II_Result result) {
        result.r1 = ran;
        result.r2 = overlaps;
    }

    private void task() {
        if (running) {
            overlaps++;
        }
        running = true;
        ran++;
        running = false;
    }
}
