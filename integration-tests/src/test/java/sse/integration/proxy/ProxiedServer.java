package sse.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.SteadyReader;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestClient;

/**
 * A server with proxies in front of it. Its streams send heartbeats often, except those at {@link #SILENT}. Every wait
 * has a deadline.
 */
final class ProxiedServer implements AutoCloseable {
    /** The path of streams without heartbeats. */
    static final String SILENT = "/silent";

    /** The path of streams that are aborted when more than a kilobyte is queued. */
    static final String SMALL = "/small";

    /** The path of streams whose first write is a large event, as it may be for a client that resumes. */
    static final String LARGE = "/large";

    /** The data of that event. */
    static final String LARGE_DATA = "0123456789abcdef".repeat(128);

    /** The path of streams with an event that is larger than all buffers, for {@link SteadyReader}. */
    static final String PATIENT = "/patient";

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final StreamOptions BEATS_OFTEN =
            StreamOptions.builder().heartbeat(Duration.ofMillis(200)).noRetry().build();
    private static final StreamOptions NEVER_BEATS =
            StreamOptions.builder().noHeartbeat().noRetry().build();
    private static final StreamOptions SMALL_QUEUE =
            BEATS_OFTEN.toBuilder().sendQueueBytes(1_024).build();

    /** A proxy takes bytes less often than its client: every second or two, and later on a busy machine. */
    private static final StreamOptions STEADY = NEVER_BEATS.toBuilder()
            .writeTimeout(SteadyReader.WRITE_TIMEOUT.plusSeconds(3))
            .build();

    private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
    private final Deque<RunningProxy> proxies = new ArrayDeque<>();
    private final SseServer server;

    private ProxiedServer(Transport transport) throws IOException {
        server = SseServer.builder()
                .transport(transport)
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .closeTimeout(Duration.ZERO)
                .stream("/", BEATS_OFTEN, opened::add)
                .stream(SILENT, NEVER_BEATS, opened::add)
                .stream(SMALL, SMALL_QUEUE, opened::add)
                .stream(PATIENT, STEADY, stream -> {
                    opened.add(stream);
                    stream.send("x".repeat(SteadyReader.EVENT_BYTES));
                    stream.send("last");
                })
                .stream(LARGE, BEATS_OFTEN, stream -> {
                    stream.send(LARGE_DATA);
                    opened.add(stream);
                })
                .start();
    }

    /** Starts a server without a proxy. */
    static ProxiedServer start(Transport transport) throws IOException {
        return new ProxiedServer(transport);
    }

    /**
     * Puts one more proxy in front.
     *
     * @param directory where it makes a directory for its files
     * @return this server
     */
    ProxiedServer behind(Proxy proxy, Mode mode, Path directory) throws IOException {
        int upstream = proxies.isEmpty() ? server.port() : proxies.getFirst().port();
        proxies.addFirst(RunningProxy.start(proxy, directory, upstream, mode));
        return this;
    }

    /** Returns the address of the outermost proxy. */
    URI uri() {
        return proxies.getFirst().uri();
    }

    /** Returns a client of the outermost proxy. */
    TestClient client() {
        return TestClient.to(uri()).withTimeout(DEADLINE);
    }

    /** Returns a client of the server, past the proxies. */
    TestClient clientOfServer() {
        return TestClient.to(server).withTimeout(DEADLINE);
    }

    /** Waits for the next stream that is opened. */
    EventStream nextOpened() throws InterruptedException {
        EventStream stream = opened.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(stream).as(this::logs).isNotNull();
        return stream;
    }

    /** Waits until a stream is closed. */
    static CloseReason closeReason(EventStream stream) throws Exception {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        stream.onClose(closed::complete);
        return closed.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns the number of streams opened so far. */
    long openedStreams() {
        return server.statistics().openedStreams();
    }

    /** Waits until no stream is open, so that the next test begins with none. */
    void awaitNoStream() {
        Waiting.until("no stream is open", () -> server.openStreams() == 0);
        opened.clear();
    }

    private String logs() {
        StringBuilder logs = new StringBuilder();
        proxies.forEach(proxy -> logs.append(proxy.log()).append('\n'));
        return logs.toString();
    }

    @Override
    public void close() throws InterruptedException {
        for (RunningProxy proxy : proxies) {
            proxy.close();
        }
        server.close();
    }
}
