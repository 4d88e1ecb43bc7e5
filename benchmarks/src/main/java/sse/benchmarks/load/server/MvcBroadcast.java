package sse.benchmarks.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Broadcasts with Spring MVC in a Spring Boot application: a controller returns an {@link SseEmitter} without a
 * timeout, and a broadcast sends to one after the other, on the thread that broadcasts. The text of the event is made
 * once for all of them and sent as one piece.
 *
 * <p>Tried in floods on Tomcat, two rounds on a machine that did other things as well: an event builder for each
 * emitter, which is what the documentation shows (12.0 and 15.0 s of CPU per million deliveries); the builder's parts
 * made once for all (11.9 and 13.5); the bytes of the whole event (10.9 and 11.5); its text, as here (9.9 and 13.0).
 *
 * <p>A client that does not read stops the broadcast for everyone as soon as the buffers of its socket are full,
 * because the write blocks until the container gives up on it. Threads or queues of the user's that would prevent it
 * are no means of Spring's, and were not tried. Spring Boot stops gracefully, its default: it waits 30 s for open
 * streams.
 */
abstract class MvcBroadcast implements BroadcastServer {
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final BootServer server;
    private @Nullable Streams streams;

    MvcBroadcast(BootServer server) {
        this.server = server;
    }

    @Override
    public int start() {
        int port = server.start();
        streams = server.bean(Streams.class);
        return port;
    }

    @Override
    public void broadcast(long sequence, String data) {
        String event = "id:" + sequence + "\ndata:" + data + "\n\n";
        present().send(Set.of(new DataWithMediaType(event, TEXT)));
    }

    @Override
    public int streams() {
        return present().open.size();
    }

    @Override
    public void close() {
        server.stop();
    }

    private Streams present() {
        Streams started = streams;
        if (started == null) {
            throw new IllegalStateException("server must have been started");
        }
        return started;
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Streams.class)
    static class Application {}

    /** Keeps the emitters of open streams in a set. */
    @RestController
    static class Streams {
        private static final long NO_TIMEOUT = 0;

        final Set<SseEmitter> open = ConcurrentHashMap.newKeySet();

        /** Sends a comment first, because Spring sends the head of the response with the first thing sent. */
        @GetMapping("/**")
        SseEmitter open() throws IOException {
            SseEmitter stream = new SseEmitter(NO_TIMEOUT);
            stream.onCompletion(() -> open.remove(stream));
            stream.send(SseEmitter.event().comment("open"));
            open.add(stream);
            return stream;
        }

        void send(Set<DataWithMediaType> event) {
            open.removeIf(stream -> !isSent(stream, event));
        }

        /** Spring completes a stream by itself after an exception. */
        private static boolean isSent(SseEmitter stream, Set<DataWithMediaType> event) {
            try {
                stream.send(event);
                return true;
            } catch (IOException | IllegalStateException gone) {
                return false;
            }
        }
    }
}
