package sse.benchmarks.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import sse.api.Event;
import sse.api.Hub;
import sse.api.SseServer;
import sse.api.Topic;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;
import sse.history.file.FileHistory;

/**
 * Measures, with 1,000,000 events of 200 bytes in files that the system has in memory: opening the history, replaying
 * it to one client over a socket, sending the files to the same client as they are, and reading them as {@code dd}
 * does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(value = 2, jvmArgs = "-Xmx256m")
public class HistoryReadBenchmark {
    private static final int EVENTS = 1_000_000;
    private static final int BATCH = 1_000;
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final byte[] NOWHERE = "no record has these bytes".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private @Nullable TemporaryDirectory directory;
    private @Nullable Hub hub;
    private @Nullable SseServer server;
    private @Nullable EntryId first;

    /** Fills two histories, one of which a server has. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = TemporaryDirectory.create();
        try (FileHistory closed = FileHistory.open(directory.path().resolve("closed"))) {
            fill(closed);
        }
        FileHistory served = FileHistory.open(directory.path().resolve("served"));
        first = fill(served);
        Hub opened = Hub.builder().history(served).build();
        hub = opened;
        Topic topic = opened.topic("events");
        server = SseServer.builder().port(0).transport("nio").stream("/", topic).start();
    }

    private static EntryId fill(FileHistory history) {
        List<Publication> batch = Collections.nCopies(BATCH, Publication.of("events", Event.of("x".repeat(150))));
        EntryId first = history.append(batch).toCompletableFuture().join().get(0);
        for (int i = BATCH; i < EVENTS; i += BATCH) {
            history.append(batch).toCompletableFuture().join();
        }
        return first;
    }

    private Path path(String name) {
        return Objects.requireNonNull(directory).path().resolve(name);
    }

    /** Opens the history and closes it. */
    @Benchmark
    public void openHistory() throws IOException {
        FileHistory.open(path("closed")).close();
    }

    /** Reads all events over a socket. */
    @Benchmark
    public long replay() throws IOException {
        EntryId start = Objects.requireNonNull(first);
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nLast-Event-ID: " + start
                + "\r\n\r\n";
        byte[] last =
                ("id: " + EntryId.of(start.log(), start.term(), EVENTS - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket =
                new Socket("localhost", Objects.requireNonNull(server).port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return atLeastAll(readTo(last, socket.getInputStream()));
        }
    }

    /** Reads the bytes of the segments over a socket, to which another thread has the system copy them. */
    @Benchmark
    public long sendFiles() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(LOOPBACK);
                SocketChannel sender = SocketChannel.open(listener.getLocalAddress());
                Socket socket = listener.accept().socket()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendFiles(sender));
            long total = readTo(NOWHERE, socket.getInputStream());
            sent.join();
            return atLeastAll(total);
        }
    }

    private void sendFiles(SocketChannel to) {
        try (Stream<Path> files = Files.list(path("closed"))) {
            for (Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file)) {
                    long size = channel.size();
                    for (long at = 0; at < size; ) {
                        at += channel.transferTo(at, size - at, to);
                    }
                }
            }
            to.shutdownOutput();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long atLeastAll(long total) throws IOException {
        if (total < EVENTS * 150L) {
            throw new IOException("all events must have come: " + total + " bytes");
        }
        return total;
    }

    /** Returns the number of bytes before the end of some bytes, or of the stream. */
    private static long readTo(byte[] last, InputStream in) throws IOException {
        byte[] read = new byte[64 * 1024];
        long total = 0;
        int matched = 0;
        for (int length = in.read(read); length >= 0; length = in.read(read)) {
            total += length;
            for (int i = 0; i < length; i++) {
                matched = read[i] == last[matched] ? matched + 1 : read[i] == last[0] ? 1 : 0;
                if (matched == last.length) {
                    return total;
                }
            }
        }
        return total;
    }

    /** Reads the bytes of the segments. */
    @Benchmark
    public long readFiles() throws IOException {
        long total = 0;
        try (Stream<Path> files = Files.list(path("closed"))) {
            for (Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file)) {
                    int read = 0;
                    while (read >= 0) {
                        buffer.clear();
                        read = channel.read(buffer);
                        total += Math.max(0, read);
                    }
                }
            }
        }
        return total;
    }

    /** Stops the server. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        Objects.requireNonNull(server).close();
        Objects.requireNonNull(hub).close();
        Objects.requireNonNull(directory).close();
    }
}
