package sse.api.internal.stream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import sse.api.AttributeKey;
import sse.stress.Client;
import sse.stress.HandDrivenLoop;

/** A stream creates its attribute table when the first attribute is set; neither of two setters loses its value. */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both are there")
@Outcome(expect = Expect.FORBIDDEN, desc = "one is lost")
@State
public class AttributesStress {
    private static final AttributeKey<Integer> ONE = AttributeKey.of("one", Integer.class);
    private static final AttributeKey<Integer> OTHER = AttributeKey.of("other", Integer.class);

    private final ServerEventStream stream = new Client().open(Client.lane(new HandDrivenLoop()), opened -> {});

    @Actor
    public void one() {
        stream.setAttribute(ONE, 1);
    }

    @Actor
    public void other() {
        stream.setAttribute(OTHER, 2);
    }

    @Arbiter
    public void after(II_Result result) {
        result.r1 = stream.attribute(ONE).orElse(0);
        result.r2 = stream.attribute(OTHER).orElse(0);
    }
}
