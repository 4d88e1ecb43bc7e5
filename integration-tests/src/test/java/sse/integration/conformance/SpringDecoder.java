package sse.integration.conformance;

import java.util.List;
import java.util.Map;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.ServerSentEventHttpMessageReader;
import reactor.core.publisher.Flux;
import sse.conformance.StreamDecoder;
import sse.conformance.StreamListener;

/**
 * Spring's reader of {@code ServerSentEvent<String>}. Blocks without data come out of it as well, as events whose data
 * is null: they are taken for none, as a user has to.
 */
final class SpringDecoder implements StreamDecoder {
    private static final ResolvableType EVENT =
            ResolvableType.forClassWithGenerics(ServerSentEvent.class, String.class);

    @Override
    public void decode(List<byte[]> chunks, StreamListener listener) {
        LastId last = new LastId();
        new ServerSentEventHttpMessageReader()
                .read(EVENT, new Response(chunks), Map.of())
                .doOnNext(read -> {
                    ServerSentEvent<?> event = (ServerSentEvent<?>) read;
                    String id = last.after(event.id());
                    if (event.data() != null) {
                        String type = event.event() == null ? "message" : event.event();
                        listener.event(type, String.valueOf(event.data()), id);
                    }
                })
                .blockLast();
    }

    private record Response(List<byte[]> chunks) implements ReactiveHttpInputMessage {
        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.fromIterable(chunks).map(DefaultDataBufferFactory.sharedInstance::wrap);
        }

        @Override
        public HttpHeaders getHeaders() {
            return HttpHeaders.EMPTY;
        }
    }
}
