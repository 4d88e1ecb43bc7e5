package sse.benchmarks.decoding;

import java.io.IOException;
import okhttp3.sse.internal.ServerSentEventReader;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Is okhttp-sse's {@code ServerSentEventReader} on a buffered source, as its event source makes it. The source copies
 * at most a chunk for each read; Okio itself never asks for more than 8 KiB.
 */
final class OkHttpParser implements StreamParser {

    @Override
    public ParsedCount parse(byte[] stream, int chunkBytes) throws IOException {
        var callback = new Callback();
        var reader = new ServerSentEventReader(Okio.buffer(new MemorySource(stream, chunkBytes)), callback);
        boolean more = true;
        while (more) {
            more = reader.processNextEvent();
        }
        return callback.count;
    }

    private static final class Callback implements ServerSentEventReader.Callback {

        private final ParsedCount count = new ParsedCount();

        @Override
        public void onEvent(@Nullable String id, @Nullable String type, String data) {
            count.add(data);
        }

        @Override
        public void onRetryChange(long millis) {}
    }

    private static final class MemorySource implements Source {

        private final byte[] stream;
        private final int chunkBytes;
        private int position;

        MemorySource(byte[] stream, int chunkBytes) {
            this.stream = stream;
            this.chunkBytes = chunkBytes;
        }

        @Override
        public long read(Buffer target, long atMost) {
            if (position == stream.length) {
                return -1;
            }
            int length = (int) Math.min(Math.min(atMost, chunkBytes), stream.length - position);
            target.write(stream, position, length);
            position += length;
            return length;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
