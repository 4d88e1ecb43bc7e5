package sse.api.internal.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.Frame;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Reads pages of a hub's log for one stream, and applies the transforms of its subscriptions: on the executor. */
final class PageReader {
    private static final ReadLimits LIMITS = ReadLimits.of(512, 64 * 1024);

    // Immutable after construction.
    private final ServerEventStream stream;
    private final ReplayLog log;
    private final Consumer<Page> onPage;

    /**
     * What was read.
     *
     * @param frames what the stream is sent
     * @param gap what is lost before the position, if anything is
     * @param position the position behind what was read; as before if nothing was
     * @param failed true if the log could not be read
     */
    record Page(List<Frame> frames, @Nullable Gap gap, EntryId position, boolean failed) {}

    /** Creates a reader whose results go to a consumer, which any thread may call. */
    PageReader(ServerEventStream stream, ReplayLog log, Consumer<Page> onPage) {
        this.stream = stream;
        this.log = log;
        this.onPage = onPage;
    }

    /**
     * Reads what follows a position.
     *
     * @param givesUp true if a position that has not arrived is taken for one of another log
     */
    void read(EntryId from, List<ReplayedTopic> topics, boolean givesUp) {
        stream.runSourceCode("hub log", () -> {
            try {
                log.readAfter(from, LIMITS).whenComplete((read, failure) -> {
                    if (read == null || failure != null) {
                        onPage.accept(nothing(from, true));
                    } else {
                        onRead(from, topics, read, givesUp);
                    }
                });
            } catch (Exception | Error failure) {
                onPage.accept(nothing(from, true));
            }
        });
    }

    private static Page nothing(EntryId from, boolean failed) {
        return new Page(List.of(), null, from, failed);
    }

    private void onRead(EntryId from, List<ReplayedTopic> topics, ReadResult read, boolean givesUp) {
        switch (read.kind()) {
            case PAGE -> stream.runSourceCode("transform", () -> onPage.accept(apply(from, topics, read.entries())));
            case GONE -> {
                Gap gap = read.gap().orElseThrow();
                onPage.accept(new Page(List.of(), gap, gap.resumeAfter(), false));
            }
            case NOT_YET -> {
                if (givesUp) {
                    readTail(from);
                } else {
                    onPage.accept(nothing(from, false));
                }
            }
            case FOREIGN -> readTail(from);
        }
    }

    private void readTail(EntryId from) {
        stream.runSourceCode("hub log", () -> {
            try {
                log.tail()
                        .whenComplete((tail, failure) -> onPage.accept(
                                tail == null || failure != null
                                        ? nothing(from, true)
                                        : new Page(
                                                List.of(), Gap.ofUnknownSize(Gap.Reason.UNKNOWN, tail), tail, false)));
            } catch (Exception | Error failure) {
                onPage.accept(nothing(from, true));
            }
        });
    }

    private static Page apply(EntryId from, List<ReplayedTopic> topics, List<LogEntry> entries) {
        List<Frame> frames = new ArrayList<>(entries.size());
        EntryId last = from;
        for (LogEntry entry : entries) {
            last = entry.id();
            for (ReplayedTopic topic : topics) {
                Frame frame = topic.name().equals(entry.topic())
                        ? topic.subscription().applyToReplayed(entry)
                        : null;
                if (frame != null) {
                    frames.add(frame);
                }
            }
        }
        return new Page(frames, null, last, false);
    }
}
