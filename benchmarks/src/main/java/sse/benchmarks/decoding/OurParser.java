package sse.benchmarks.decoding;

import java.io.IOException;
import java.nio.ByteBuffer;
import sse.api.EventDecoder;

/** Is the library's {@code EventDecoder}, given one chunk a call, as a window on the stream. */
final class OurParser implements StreamParser {

    @Override
    public ParsedCount parse(byte[] stream, int chunkBytes) throws IOException {
        var count = new ParsedCount();
        var decoder = EventDecoder.builder(event -> count.add(event.data())).build();
        var window = ByteBuffer.wrap(stream);
        for (int start = 0; start < stream.length; start += chunkBytes) {
            window.limit(Math.min(start + chunkBytes, stream.length));
            decoder.decode(window);
        }
        return count;
    }
}
