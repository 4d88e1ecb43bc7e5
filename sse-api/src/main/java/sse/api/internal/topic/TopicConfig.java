package sse.api.internal.topic;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.Subscription;

/** The settings a topic was built with. */
public record TopicConfig(
        LagPolicy lagPolicy,
        GapPolicy gapPolicy,
        Optional<Event> gapEvent,
        long replayOnSubscribe,
        List<Consumer<Subscription>> onSubscribe,
        List<Consumer<Subscription>> onUnsubscribe,
        List<ObjLongConsumer<Subscription>> onLoss) {}
