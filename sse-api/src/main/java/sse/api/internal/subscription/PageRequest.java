package sse.api.internal.subscription;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.Frame;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * Reads one page of a hub's log for a stream, and applies the transforms of its subscriptions: on the executor. The
 * lane makes it and takes its result.
 */
final class PageRequest {
    private static final ReadLimits LIMITS = ReadLimits.of(512, 64 * 1024);

    // Immutable after construction.
    private final ServerEventStream stream;
    private final ReplayLog log;
    private final List<ReplayedTopic> topics;
    private final EntryId from;

    // Written once, by the executor, read by the lane.
    private volatile @Nullable Page page;

    /** What is done with a position that has not arrived in the log. */
    enum Ahead {
        /** It may arrive: nothing is read. */
        MAY_ARRIVE,

        /** It is treated as one of another log. */
        IS_FOREIGN
    }

    /**
     * What was read.
     *
     * @param frames what the stream is sent
     * @param gap what is lost before the position, if anything is
     * @param position the position behind what was read; as before if nothing was
     * @param endsHidden true if the last event that was read for the stream is not among the frames
     * @param failed true if the log could not be read
     */
    record Page(List<Frame> frames, @Nullable Gap gap, EntryId position, boolean endsHidden, boolean failed) {}

    private PageRequest(ServerEventStream stream, ReplayLog log, List<ReplayedTopic> topics, EntryId from) {
        this.stream = stream;
        this.log = log;
        this.topics = topics;
        this.from = from;
    }

    /** Creates a request for what follows a position in some topics. */
    static PageRequest of(ServerEventStream stream, ReplayLog log, List<ReplayedTopic> topics, EntryId from) {
        return new PageRequest(stream, log, topics, from);
    }

    /** Returns the result, or null until it is there; then the stream is signalled. */
    @Nullable
    Page page() {
        return page;
    }

    private void complete(Page result) {
        page = result;
        stream.lane().signal(stream);
    }

    /** Has the executor read. */
    PageRequest submit(Ahead ahead) {
        stream.runSourceCode("hub log", () -> {
            try {
                log.readAfter(from, LIMITS).whenComplete((read, failure) -> {
                    if (read == null || failure != null) {
                        complete(nothing(true));
                    } else {
                        onRead(read, ahead);
                    }
                });
            } catch (Exception | Error failure) {
                complete(nothing(true));
            }
        });
        return this;
    }

    private Page nothing(boolean failed) {
        return new Page(List.of(), null, from, false, failed);
    }

    private void onRead(ReadResult read, Ahead ahead) {
        switch (read.kind()) {
            case PAGE -> {
                if (topics.stream().anyMatch(topic -> topic.subscription().hasTransform())) {
                    stream.runSourceCode("transform", () -> complete(apply(read.entries())));
                } else {
                    complete(apply(read.entries()));
                }
            }
            case GONE -> {
                Gap gap = read.gap().orElseThrow();
                complete(new Page(List.of(), gap, gap.resumeAfter(), false, false));
            }
            case NOT_YET -> {
                if (ahead == Ahead.IS_FOREIGN) {
                    readTail();
                } else {
                    complete(nothing(false));
                }
            }
            case FOREIGN -> readTail();
        }
    }

    private void readTail() {
        stream.runSourceCode("hub log", () -> {
            try {
                log.tail()
                        .whenComplete((tail, failure) -> complete(
                                tail == null || failure != null
                                        ? nothing(true)
                                        : new Page(
                                                List.of(),
                                                Gap.ofUnknownSize(Gap.Reason.UNKNOWN, tail),
                                                tail,
                                                false,
                                                false)));
            } catch (Exception | Error failure) {
                complete(nothing(true));
            }
        });
    }

    private Page apply(List<LogEntry> entries) {
        List<Frame> frames = new ArrayList<>(entries.size());
        EntryId last = from;
        boolean endsHidden = false;
        for (LogEntry entry : entries) {
            last = entry.id();
            for (ReplayedTopic topic : topics) {
                if (topic.name().equals(entry.topic()) && !topic.isSkipped(entry.id())) {
                    Frame frame = topic.subscription().applyToReplayed(entry);
                    endsHidden = frame == null;
                    if (frame != null) {
                        frames.add(frame);
                    }
                }
            }
        }
        return new Page(frames, null, last, endsHidden, false);
    }
}
