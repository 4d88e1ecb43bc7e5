package sse.api.internal.topic;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import sse.api.Event;
import sse.api.Topic;
import sse.api.internal.stream.ServerEventStream;
import sse.stress.Client;
import sse.stress.HandDrivenLoop;
import sse.stress.StillTicker;

/**
 * A topic without history forgets what every lane has read, and yet nothing that a lane needs which begins to follow it
 * at this moment: its client gets what is published now or not, and in any case what is published next.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "subscribed after the first event")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "subscribed before it")
@Outcome(expect = Expect.FORBIDDEN, desc = "cut off, or not woken")
@State
public class SubscriptionStress {
    private final HandDrivenLoop loop = new HandDrivenLoop();
    private final Topic topic =
            Topic.builder().noHistory().ticker(new StillTicker()).build();
    private final Client client = new Client();
    private final ServerEventStream stream = client.open(Client.lane(loop), opened -> {});

    public SubscriptionStress() {
        loop.run(); // The first write: what every stream begins with.
        topic.subscribe(stream);
    }

    @Actor
    public void publisher() {
        topic.publish(Event.of("first"));
    }

    @Actor
    public void lane() {
        loop.run();
    }

    @Arbiter
    public void after(III_Result result) {
        loop.run();
        topic.publish(Event.of("next"));
        loop.run();
        result.r1 = stream.isOpen() ? 1 : 0;
        result.r2 = client.hasReceived("data: first\n\n") ? 1 : 0;
        result.r3 = client.hasReceived("data: next\n\n") ? 1 : 0;
    }
}
