package sse.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Compression;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.Frame;
import sse.nio.fixtures.Client;

/** What a loop allocates while it delivers, counted by the JVM for the loop's thread. */
class AllocationTest {
    private static final int STREAMS = 20;
    private static final int WARM_UP = 1_000;
    private static final int EVENTS = 500;

    /** The smallest object has 16 bytes: one for each event or delivery would be several times this. */
    private static final long MOST_BYTES = EVENTS * 4;

    private static final Response LARGE = Response.of("a/b", new byte[5 << 20]);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Event event = Event.builder().id("1").data("x".repeat(100)).build();
    private final Topic topic = Topic.builder().build();
    private final Queue<EventStream> opened = new ConcurrentLinkedQueue<>();
    private final List<Client> clients = new ArrayList<>();
    private SseServer server;

    @BeforeEach
    void start() throws IOException {
        server = SseServer.builder()
                .transport(new NioTransport().withLoops(1))
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .stream("/topic", topic)
                .stream(
                        "/compressed",
                        StreamOptions.builder().compression(Compression.GZIP).build(),
                        topic)
                .stream("/each", opened::add)
                .respond("/large", request -> LARGE)
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void deliversTopicWithoutAllocating() throws Exception {
        openAll("/topic");
        while (topic.subscribers() < STREAMS) {
            Thread.onSpinWait();
        }
        assertThat(allocatedBytes(() -> topic.publish(event))).isLessThan(MOST_BYTES);
    }

    @Test
    void deliversCompressedTopicWithoutAllocating() throws Exception {
        for (int i = 0; i < STREAMS; i++) {
            Client client = new Client(server.address())
                    .send("GET /compressed HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
            client.readHead();
            clients.add(client);
        }
        while (topic.subscribers() < STREAMS) {
            Thread.onSpinWait();
        }
        long loop = loopThread();
        deliverCompressed(WARM_UP);
        long before = threads.getThreadAllocatedBytes(loop);
        deliverCompressed(EVENTS);
        assertThat(threads.getThreadAllocatedBytes(loop) - before).isLessThan(MOST_BYTES);
    }

    /** Publishes events, each when the connections have accepted the one before. */
    private void deliverCompressed(int events) throws IOException {
        for (int i = 0; i < events; i++) {
            long sent = server.statistics().sentEvents();
            topic.publish(event);
            while (server.statistics().sentEvents() < sent + STREAMS) {
                Thread.onSpinWait();
            }
            for (Client client : clients) {
                client.skip();
            }
        }
    }

    @Test
    void deliversToOneStreamWithoutAllocating() throws Exception {
        openAll("/each");
        while (opened.size() < STREAMS) {
            Thread.onSpinWait();
        }
        assertThat(allocatedBytes(() -> opened.forEach(stream -> stream.send(event))))
                .isLessThan(MOST_BYTES);
    }

    @Test
    void sendsLargeResponseWithoutCopying() throws Exception {
        long loop = loopThread();
        long before = threads.getThreadAllocatedBytes(loop);
        for (int i = 0; i < STREAMS; i++) {
            Client client = new Client(server.address()).send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
            client.readHead();
            clients.add(client);
        }
        assertThat(threads.getThreadAllocatedBytes(loop) - before).isLessThan(5 << 20);
    }

    private void openAll(String path) throws IOException {
        for (int i = 0; i < STREAMS; i++) {
            Client client = new Client(server.address()).send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            client.readHead();
            client.read(chunkSize(":\nretry: 3000\n".length()));
            clients.add(client);
        }
    }

    /** Returns what the loop allocates while it delivers events, after so many that its code has been compiled. */
    private long allocatedBytes(Runnable sendToAll) throws IOException {
        long loop = loopThread();
        deliver(WARM_UP, sendToAll);
        long before = threads.getThreadAllocatedBytes(loop);
        deliver(EVENTS, sendToAll);
        return threads.getThreadAllocatedBytes(loop) - before;
    }

    private void deliver(int events, Runnable sendToAll) throws IOException {
        int size = chunkSize(Frame.of(event).size());
        for (int i = 0; i < events; i++) {
            sendToAll.run();
            for (Client client : clients) {
                client.readBytes(size);
            }
        }
    }

    private static long loopThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sse-nio-0"))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    private static int chunkSize(int content) {
        return Integer.toHexString(content).length() + "\r\n".length() + content + "\r\n".length();
    }
}
