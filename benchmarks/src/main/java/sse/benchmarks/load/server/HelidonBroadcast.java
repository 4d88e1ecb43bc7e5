package sse.benchmarks.load.server;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Broadcasts with Helidon. Its documentation emits to an {@link SseSink} inside the handler, which runs on the
 * connection's own virtual thread and closes the sink when it returns; so the handler takes from a queue of its own,
 * and a broadcast puts the event into each queue. The sink encodes it for each stream. Compiled on JDK 21 and later
 * only.
 *
 * <p>A client that does not read delays no other client. When {@value #WAITING_EVENTS} events wait for it, it is cut
 * off.
 */
public final class HelidonBroadcast implements BroadcastServer {
    private static final int WAITING_EVENTS = 1024;
    private static final Logger LOG = Logger.getLogger("io.helidon");

    private final Map<Thread, BlockingQueue<SseEvent>> streams = new ConcurrentHashMap<>();
    private final WebServer server;

    /** Makes a server that does not listen yet. */
    public HelidonBroadcast() {
        LOG.setLevel(Level.WARNING);
        server = WebServer.builder()
                .port(0)
                .routing(routing -> routing.get(this::open))
                .build();
    }

    private void open(ServerRequest request, ServerResponse response) {
        var waiting = new ArrayBlockingQueue<SseEvent>(WAITING_EVENTS);
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            streams.put(Thread.currentThread(), waiting);
            while (true) {
                sink.emit(waiting.take());
            }
        } catch (InterruptedException cutOff) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(Thread.currentThread());
        }
    }

    @Override
    public int start() {
        server.start();
        return server.port();
    }

    @Override
    public void broadcast(long sequence, String data) {
        var event = SseEvent.builder()
                .id(Long.toString(sequence))
                .data((Object) data)
                .build();
        streams.forEach((handler, waiting) -> {
            if (!waiting.offer(event)) {
                handler.interrupt();
            }
        });
    }

    @Override
    public int streams() {
        return streams.size();
    }

    @Override
    public void close() {
        streams.keySet().forEach(Thread::interrupt);
        server.stop();
    }
}
