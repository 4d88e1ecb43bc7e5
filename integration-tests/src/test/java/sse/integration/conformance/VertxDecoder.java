package sse.integration.conformance;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import java.util.List;
import sse.conformance.StreamDecoder;
import sse.conformance.StreamListener;

/** The body codec of Vert.x's web client for event streams. */
final class VertxDecoder implements StreamDecoder {
    @Override
    public void decode(List<byte[]> chunks, StreamListener listener) throws Exception {
        LastId last = new LastId();
        WriteStream<Buffer> body = BodyCodec.sseStream(events -> events.handler(event -> listener.event(
                        event.event() == null ? "message" : event.event(), event.data(), last.after(event.id()))))
                .stream();
        for (byte[] chunk : chunks) {
            body.write(Buffer.buffer(chunk));
        }
        body.end();
    }
}
