package sse.benchmarks.decoding;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;

/**
 * Is the body codec of Vert.x's web client for event streams, {@code BodyCodec.sseStream}. Each chunk is copied into a
 * buffer of its own, as the client gets them.
 */
final class VertxParser implements StreamParser {

    @Override
    public ParsedCount parse(byte[] stream, int chunkBytes) throws Exception {
        var count = new ParsedCount();
        var body = BodyCodec.sseStream(events -> events.handler(event -> count.add(event.data()))).stream();
        for (int start = 0; start < stream.length; start += chunkBytes) {
            int length = Math.min(chunkBytes, stream.length - start);
            body.write(Buffer.buffer(length).appendBytes(stream, start, length));
        }
        body.end();
        return count;
    }
}
