package sse.integration.conformance;

import java.nio.ByteBuffer;
import java.util.List;
import sse.api.EventDecoder;
import sse.conformance.StreamDecoder;
import sse.conformance.StreamListener;

/** The decoder of {@code sse-api}. */
final class OurDecoder implements StreamDecoder {
    @Override
    public void decode(List<byte[]> chunks, StreamListener listener) throws Exception {
        EventDecoder decoder = EventDecoder.builder(
                        event -> listener.event(event.type(), event.data(), event.lastEventId()))
                .onRetry(time -> listener.retry(time.toMillis()))
                .onComment(listener::comment)
                .build();
        for (byte[] chunk : chunks) {
            decoder.decode(ByteBuffer.wrap(chunk));
        }
        decoder.endOfInput();
        listener.lastEventId(decoder.lastEventId());
    }
}
