package sse.api.internal.topic;

import org.jspecify.annotations.Nullable;
import sse.api.internal.subscription.SubscriptionTable;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.internal.wire.FrameBatch;
import sse.api.internal.wire.WireForm;
import sse.api.internal.wire.gzip.GzipBatch;
import sse.api.internal.wire.gzip.IdleTime;
import sse.api.internal.wire.gzip.SharedDeflater;

/**
 * Compresses what a topic's subscribers on one lane are written in step. Confined to the lane.
 *
 * <p>There is a deflater while the topic has at least two subscribers whose streams are compressed, of which some are
 * on this lane, and events. Without one, because it would be shared by none or because the server has enough, each
 * batch is compressed by itself.
 */
final class LaneCompression {
    // Immutable after construction.
    private final CompressedSubscribers all;

    // Confined to the lane.
    private final IdleTime idle = new IdleTime();
    private int streams;
    private @Nullable SharedDeflater deflater;

    /**
     * Creates it.
     *
     * @param all counts those of the topic on all lanes
     */
    LaneCompression(CompressedSubscribers all) {
        this.all = all;
    }

    /** Notes a subscription that may be in step. */
    void add(TopicSubscription subscription) {
        if (isCompressed(subscription)) {
            streams++;
            all.add();
        }
    }

    /** Notes that a subscription will not be in step any more. */
    void remove(TopicSubscription subscription) {
        if (isCompressed(subscription)) {
            streams--;
            all.remove();
            if (streams == 0) {
                end();
            }
        }
    }

    /**
     * Has a batch compressed for the subscriptions in step.
     *
     * @param table these subscriptions, at least one
     */
    void encode(FrameBatch batch, SubscriptionTable table) {
        if (deflater == null && all.areSeveral()) {
            deflater = table.get(0).serverStream().newDeflater();
        }
        GzipBatch form = deflater == null
                ? table.get(0).serverStream().lane().gzip().encodeApart(batch.bytes())
                : deflater.encode(batch.bytes(), batch.count());
        batch.encode(form);
    }

    /** Releases the deflater if nothing was published for a minute. */
    void onSweep(long nowNanos) {
        if (deflater != null && idle.isOver(deflater.takeUsed(), nowNanos)) {
            end();
        }
    }

    private void end() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }

    private static boolean isCompressed(TopicSubscription subscription) {
        return subscription.serverStream().wireForm() == WireForm.GZIP;
    }
}
