package sse.api.internal.wire.gzip;

/**
 * Decides when a shared deflater begins without a history, so that further streams can join. Confined to the lane.
 *
 * <p>A keyframe costs each stream in step some 300 bytes, because what follows compresses worse until there is a
 * history again; to be out of step costs a stream some 100 bytes an event. So the rule keeps a debt, what the streams
 * out of step have cost since the last keyframe, and cuts one when that has reached the cost of a keyframe. It has no
 * setting.
 */
final class KeyframeRule {
    /** The most text between keyframes: no stream waits longer for one. */
    static final int MAX_TEXT_BYTES = 64 * 1024;

    /** What a keyframe costs a stream in step, in bytes. */
    static final int COST_PER_STREAM = 300;

    /** How many events are between keyframes that are cut for a debt, at least. */
    static final int MIN_EVENTS = 8;

    private int textBytes;
    private int events;
    private long debt;
    private int streamsInStep;

    /**
     * Returns true if the next batch is to be a keyframe.
     *
     * @param nextBytes the length of its text
     */
    boolean isDue(int nextBytes) {
        return streamsInStep == 0 // As before the first batch.
                || textBytes + nextBytes > MAX_TEXT_BYTES
                || (events >= MIN_EVENTS && debt >= (long) COST_PER_STREAM * streamsInStep);
    }

    /** Notes a batch, which no stream has been sent yet. */
    void onBatch(int bytes, int eventCount, boolean isKeyframe) {
        if (isKeyframe) {
            textBytes = 0;
            events = 0;
            debt = 0;
        }
        textBytes += bytes;
        events += eventCount;
        streamsInStep = 0;
    }

    /** Notes a stream that is sent the last batch in step. */
    void onSentInStep() {
        streamsInStep++;
    }

    /** Returns how many streams were sent the last batch in step. */
    int streamsInStep() {
        return streamsInStep;
    }

    /** Notes a stream that is sent the last batch out of step, and how many more bytes that has taken. */
    void onSentApart(int moreBytes) {
        debt += Math.max(0, moreBytes);
    }
}
