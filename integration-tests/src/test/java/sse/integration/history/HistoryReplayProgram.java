package sse.integration.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import sse.api.Event;
import sse.api.Hub;
import sse.api.SseServer;
import sse.api.Topic;
import sse.api.spi.history.Publication;
import sse.history.file.FileHistory;

/**
 * A program with a small heap that fills a history with events, unless it has some, and serves them: a client that
 * resumes at the first reads them all.
 */
final class HistoryReplayProgram {
    private static final String DATA = "x".repeat(150);

    private HistoryReplayProgram() {}

    /**
     * Starts it.
     *
     * @param args the directory, and the number of events
     */
    public static void main(String[] args) throws Exception {
        FileHistory history = FileHistory.open(Path.of(args[0]));
        String first = history.append(publications("first", 1))
                .toCompletableFuture()
                .join()
                .get(0)
                .toString();
        int left = Integer.parseInt(args[1]) - 1;
        for (int size = Math.min(left, 1_000); size > 0; left -= size, size = Math.min(left, 1_000)) {
            history.append(publications(DATA, size)).toCompletableFuture().join();
        }
        Hub hub = Hub.builder().history(history).build();
        Topic events = hub.topic("events", topic -> topic.history(1_000, Duration.ofHours(1)));
        SseServer server =
                SseServer.builder().port(0).transport("nio").stream("/", events).start();
        System.out.println("resume after " + first);
        System.out.println("listening " + server.port());
    }

    private static List<Publication> publications(String data, int count) {
        return Collections.nCopies(count, Publication.of("events", Event.of(data)));
    }
}
