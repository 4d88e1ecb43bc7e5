package sse.integration.conformance;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import okhttp3.sse.internal.ServerSentEventReader;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import sse.conformance.StreamDecoder;
import sse.conformance.StreamListener;

/** The reader of okhttp-sse, on a buffered source, as its event source makes it. */
final class OkHttpDecoder implements StreamDecoder {
    @Override
    public void decode(List<byte[]> chunks, StreamListener listener) throws IOException {
        ServerSentEventReader reader =
                new ServerSentEventReader(Okio.buffer(new ChunkSource(chunks)), new ServerSentEventReader.Callback() {
                    @Override
                    public void onEvent(@Nullable String id, @Nullable String type, String data) {
                        listener.event(type == null ? "message" : type, data, id == null ? "" : id);
                    }

                    @Override
                    public void onRetryChange(long millis) {
                        listener.retry(millis);
                    }
                });
        boolean more = true;
        while (more) {
            more = reader.processNextEvent();
        }
    }

    private static final class ChunkSource implements Source {
        private final Deque<Buffer> chunks = new ArrayDeque<>();

        ChunkSource(List<byte[]> chunks) {
            chunks.forEach(chunk -> this.chunks.add(new Buffer().write(chunk)));
        }

        @Override
        public long read(Buffer target, long atMost) {
            Buffer chunk = chunks.peek();
            if (chunk == null) {
                return -1;
            }
            long length = chunk.read(target, atMost);
            if (chunk.exhausted()) {
                chunks.remove();
            }
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
