package sse.benchmarks.decoding;

import java.io.IOException;
import java.nio.ByteBuffer;
import sse.api.EventDecoder;

/** Is the library's {@code EventDecoder}, given one chunk a call, as a window on the stream. */
final class OurParser implements StreamParser {

    @Override
    public Tally parse(byte[] stream, int chunkBytes) throws IOException {
        var tally = new Tally();
        var decoder = EventDecoder.builder(event -> tally.add(event.data())).build();
        var window = ByteBuffer.wrap(stream);
        for (int start = 0; start < stream.length; start += chunkBytes) {
            window.limit(Math.min(start + chunkBytes, stream.length));
            decoder.decode(window);
        }
        return tally;
    }
}
