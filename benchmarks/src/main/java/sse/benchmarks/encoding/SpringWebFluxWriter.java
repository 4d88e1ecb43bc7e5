package sse.benchmarks.encoding;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.ServerSentEventHttpMessageWriter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Is Spring WebFlux's {@code ServerSentEventHttpMessageWriter} on one open response: events go in as they do from a
 * controller's publisher, and the buffers it hands to the server are the frame. The event is made beforehand.
 */
final class SpringWebFluxWriter implements FrameWriter {

    private final ServerSentEvent<String> event;
    private final EventFeed<ServerSentEvent<String>> feed = new EventFeed<>();
    private final Response response = new Response();

    SpringWebFluxWriter(FrameShape shape) {
        var builder = ServerSentEvent.builder(shape.data);
        if (shape.id != null) {
            builder.id(shape.id);
        }
        if (shape.type != null) {
            builder.event(shape.type);
        }
        this.event = builder.build();
        new ServerSentEventHttpMessageWriter()
                .write(
                        feed,
                        ResolvableType.forClassWithGenerics(ServerSentEvent.class, String.class),
                        MediaType.TEXT_EVENT_STREAM,
                        response,
                        Map.of())
                .subscribe();
    }

    @Override
    public int write() {
        response.bytes = 0;
        feed.publish(event);
        return response.bytes;
    }

    @Override
    public byte[] frame() {
        var bytes = new byte[write()];
        Objects.requireNonNull(response.last, "last").read(bytes);
        return bytes;
    }

    private static final class Response implements ReactiveHttpOutputMessage {

        private final HttpHeaders headers = new HttpHeaders();
        private int bytes;

        // A field, so that the buffer is not optimized away.
        private @Nullable DataBuffer last;

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return Flux.from(body)
                    .doOnNext(frame -> Flux.from(frame).subscribe(this::take))
                    .then();
        }

        private void take(DataBuffer buffer) {
            bytes += buffer.readableByteCount();
            last = buffer;
        }

        @Override
        public DataBufferFactory bufferFactory() {
            return DefaultDataBufferFactory.sharedInstance;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public void beforeCommit(Supplier<? extends Mono<Void>> action) {}

        @Override
        public boolean isCommitted() {
            return false;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            throw new UnsupportedOperationException("a stream of events is flushed event by event");
        }

        @Override
        public Mono<Void> setComplete() {
            return Mono.empty();
        }
    }
}
