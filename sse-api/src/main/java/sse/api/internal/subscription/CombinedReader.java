package sse.api.internal.subscription;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.wire.FrameBatch;

/** Fills batches from several subscriptions of one stream, or from one with a transform. Confined to the lane. */
abstract class CombinedReader {
    final ServerEventStream stream;
    final MergeSources sources;

    CombinedReader(ServerEventStream stream, MergeSources sources) {
        this.stream = stream;
        this.sources = sources;
    }

    /** Adds a subscription, and returns the reader to use from now on. */
    abstract CombinedReader with(TopicSubscription subscription);

    /** Adds the next frames to an empty batch; adds none if none is available now. */
    abstract void fill(FrameBatch batch);

    /** Advances past frames of the batch that was filled last. */
    abstract void onWritten(int frames);

    /** Returns true if a subscription has a gap that pages of the hub's log can fill. */
    boolean needsPages() {
        return false;
    }

    /** Returns the id of the entry that was sent last, or null if none was. */
    @Nullable
    String lastId() {
        return null;
    }

    /** Checks periodically whether anything is due. */
    void onSweep() {}

    /** Returns a condition that holds when everything that is in the logs now has been sent. */
    BooleanSupplier drainTarget() {
        List<BooleanSupplier> targets = sources.subscriptions().stream()
                .map(TopicSubscription::drainTarget)
                .toList();
        return () -> targets.stream().allMatch(BooleanSupplier::getAsBoolean);
    }
}
