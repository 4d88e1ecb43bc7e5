package sse.client.internal.connection;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.EventDecoder;
import sse.api.MessageEvent;
import sse.client.internal.gzip.GzipInflater;
import sse.client.internal.read.EventSink;

/**
 * Decodes the content of one connection after another into the events of a sink, slice by slice, as far as the sink has
 * demand. A slice is at most {@value ScratchBuffers#BYTES} bytes of decompressed content, so that a small chunk that
 * decompresses to a large one is not held as a whole. Confined to the loop.
 */
final class BodyDecoder {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final EventSink sink;
    private final String resumePointType;
    private final EventDecoder decoder;
    private final Queue<ByteBuffer> input = new ArrayDeque<>(2);
    private final Queue<MessageEvent> decoded = new ArrayDeque<>(0);
    private @Nullable GzipInflater gzip;
    private boolean inflating;
    private long unreported;
    private int chunks;

    BodyDecoder(
            EventSink sink,
            DecoderSettings settings,
            String lastEventId,
            Consumer<Duration> onRetry,
            Consumer<String> onComment) {
        this.sink = sink;
        this.resumePointType = settings.resumePointType();
        this.decoder = EventDecoder.builder(this::onEvent)
                .maxLineBytes(settings.lineBytes())
                .maxEventBytes(settings.eventBytes())
                .lastEventId(lastEventId)
                .onRetry(onRetry)
                .onComment(onComment)
                .build();
    }

    /** Begins the content of a connection. */
    void begin(String origin, boolean compressed) {
        decoder.setOrigin(origin);
        gzip = compressed ? new GzipInflater() : null;
        inflating = false;
        chunks = 0;
    }

    /** Adds a chunk of content. */
    void add(List<ByteBuffer> chunk) {
        input.addAll(chunk);
        chunks++;
    }

    /** Decodes as long as there is both content and demand. */
    void decode() throws IOException {
        while (sink.hasDemand()) {
            MessageEvent event = decoded.poll();
            if (event != null) {
                sink.accept(event);
            } else if (!decodeSlice()) {
                return;
            }
        }
    }

    /** Returns true if everything that was added has been decoded and accepted. */
    boolean isDrained() {
        return input.isEmpty() && !inflating && decoded.isEmpty();
    }

    /** Returns how many chunks have been decoded completely since the last call. */
    int takeChunks() {
        if (!isDrained()) {
            return 0;
        }
        int taken = chunks;
        chunks = 0;
        return taken;
    }

    /** Returns how many events have been decoded since the last call. */
    long takeEvents() {
        long taken = unreported;
        unreported = 0;
        return taken;
    }

    /** Returns the id that is sent when the source connects again. */
    String lastEventId() {
        return decoder.lastEventId();
    }

    /** Ends the content, also in the middle of an event. Events that are decoded remain. */
    void end() {
        input.clear();
        decoder.endOfInput();
        if (gzip != null) {
            gzip.close();
            gzip = null;
        }
        inflating = false;
    }

    /**
     * Checks that the content ended where it may.
     *
     * @throws EOFException if its compression was cut off
     */
    void requireComplete() throws EOFException {
        if (gzip != null && !gzip.isComplete()) {
            throw new EOFException("gzip content must be complete");
        }
    }

    private boolean decodeSlice() throws IOException {
        if (input.isEmpty() && !inflating) {
            return false;
        }
        ByteBuffer next = input.isEmpty() ? NOTHING.duplicate() : input.element();
        byte[] scratch = ScratchBuffers.borrow();
        try {
            ByteBuffer slice = ByteBuffer.wrap(scratch);
            if (gzip == null) {
                copy(next, slice);
            } else {
                inflate(gzip, next, slice);
                inflating = !slice.hasRemaining();
            }
            if (!next.hasRemaining()) {
                input.poll();
            }
            decoder.decode(slice.flip());
        } finally {
            ScratchBuffers.putBack(scratch);
        }
        return true;
    }

    /** Inflates a slice. What precedes malformed content is decoded, wherever the chunk ends. */
    private void inflate(GzipInflater inflater, ByteBuffer next, ByteBuffer slice) throws IOException {
        try {
            inflater.inflate(next, slice);
        } catch (IOException malformed) {
            decoder.decode(slice.flip());
            throw malformed;
        }
    }

    private static void copy(ByteBuffer from, ByteBuffer to) {
        int end = from.limit();
        from.limit(from.position() + Math.min(from.remaining(), to.remaining()));
        to.put(from);
        from.limit(end);
    }

    private void onEvent(MessageEvent event) {
        if (event.data().isEmpty() && event.type().equals(resumePointType)) {
            return; // The decoder has its id.
        }
        unreported++;
        if (decoded.isEmpty() && sink.hasDemand()) {
            sink.accept(event);
        } else {
            decoded.add(event);
        }
    }
}
