package sse.benchmarks.decoding;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.ServerSentEventHttpMessageReader;
import reactor.core.publisher.Flux;

/**
 * Is Spring's {@code ServerSentEventHttpMessageReader}, without its limit of 256 KB. Each chunk is a buffer around the
 * stream's own bytes.
 */
final class SpringParser implements StreamParser {

    private static final ResolvableType EVENT =
            ResolvableType.forClassWithGenerics(ServerSentEvent.class, String.class);

    @Override
    public ParsedCount parse(byte[] stream, int chunkBytes) {
        var count = new ParsedCount();
        var reader = new ServerSentEventHttpMessageReader();
        reader.setMaxInMemorySize(-1);
        reader.read(EVENT, new Response(stream, chunkBytes), Map.of())
                .doOnNext(event -> count.add(data((ServerSentEvent<?>) event)))
                .blockLast();
        return count;
    }

    private static String data(ServerSentEvent<?> event) {
        return (String) Objects.requireNonNull(event.data(), "data");
    }

    private static final class Response implements ReactiveHttpInputMessage {

        private final byte[] stream;
        private final int chunkBytes;

        Response(byte[] stream, int chunkBytes) {
            this.stream = stream;
            this.chunkBytes = chunkBytes;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.generate(() -> 0, (start, sink) -> {
                if (start >= stream.length) {
                    sink.complete();
                    return start;
                }
                int length = Math.min(chunkBytes, stream.length - start);
                sink.next(DefaultDataBufferFactory.sharedInstance.wrap(
                        ByteBuffer.wrap(stream, start, length).slice()));
                return start + length;
            });
        }

        @Override
        public HttpHeaders getHeaders() {
            return HttpHeaders.EMPTY;
        }
    }
}
