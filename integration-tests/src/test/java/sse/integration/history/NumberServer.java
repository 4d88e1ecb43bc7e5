package sse.integration.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import sse.api.Event;
import sse.api.Hub;
import sse.api.PublishException;
import sse.api.SseServer;
import sse.api.Topic;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.history.file.FileHistory;

/**
 * A program that publishes numbers on a topic whose history is in a directory, as fast as its pauses allow, from its
 * first subscriber on, until it is killed. It continues behind the greatest number of the history.
 */
final class NumberServer {
    private static final int WINDOW = 500;

    private NumberServer() {}

    /**
     * Starts it.
     *
     * @param args the directory, the transport, the number of threads that publish, and their pause in microseconds
     */
    public static void main(String[] args) throws IOException {
        FileHistory history = FileHistory.builder(Path.of(args[0]))
                .segmentSize(64 * 1024)
                .maxBytes(1 << 30)
                .open();
        AtomicLong next = new AtomicLong(greatest(history) + 1);
        Hub hub = Hub.builder().history(history).build();
        Topic numbers = hub.topic("numbers", topic -> topic.history(WINDOW, Duration.ofHours(1)));
        SseServer server = SseServer.builder().port(0).transport(args[1]).stream("/", numbers)
                .start();
        System.out.println("listening " + server.port());
        // A client that subscribes receives what follows: one that comes when the disk is full would receive nothing.
        while (numbers.subscribers() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
        long pauseNanos = Long.parseLong(args[3]) * 1_000;
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            new Thread(() -> publish(numbers, next, pauseNanos), "publisher-" + i).start();
        }
    }

    private static long greatest(FileHistory history) {
        List<LogEntry> newest = history.readNewest(ReadLimits.of(1_000, 1 << 20))
                .toCompletableFuture()
                .join();
        return newest.stream()
                .mapToLong(entry -> Long.parseLong(entry.frame().event().data().orElseThrow()))
                .max()
                .orElse(0);
    }

    private static void publish(Topic numbers, AtomicLong next, long pauseNanos) {
        while (true) {
            try {
                numbers.publish(Event.of(Long.toString(next.getAndIncrement())));
            } catch (PublishException failure) {
                System.out.println("failed " + failure.outcome() + " " + failure.getMessage());
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }
}
