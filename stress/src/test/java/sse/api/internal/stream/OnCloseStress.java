package sse.api.internal.stream;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import sse.api.CloseReason;
import sse.stress.Client;
import sse.stress.HandDrivenLoop;

/** An action for the close runs exactly once, also if it is registered while the stream closes. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "it ran once")
@Outcome(expect = Expect.FORBIDDEN, desc = "it ran twice, or not at all")
@State
public class OnCloseStress {
    private final AtomicInteger runs = new AtomicInteger();
    private final ServerEventStream stream = new Client().open(Client.lane(new HandDrivenLoop()), opened -> {});

    @Actor
    public void user() {
        stream.onClose(reason -> runs.incrementAndGet());
    }

    @Actor
    public void lane() {
        stream.abort(CloseReason.TIMED_OUT);
    }

    @Arbiter
    public void after(I_Result result) {
        result.r1 = runs.get();
    }
}
