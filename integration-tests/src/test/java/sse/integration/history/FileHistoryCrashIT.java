package sse.integration.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.MessageEvent;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.history.file.FileHistory;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;
import sse.testkit.internal.contract.support.ExpectedErrors;

/**
 * A server whose history is in files is killed at random, under load, and started again. What its clients have received
 * in all is a part of the history without a hole: nothing is missing, nothing is there twice, no id is given again.
 *
 * <p>{@code -Dhistory.kills=200} kills more often.
 */
@ExtendWith(ExpectedErrors.class)
class FileHistoryCrashIT {
    private static final int KILLS = Integer.getInteger("history.kills", 4);
    private static final int CLIENTS = 4;
    private static final long SEED = Long.getLong("history.seed", System.nanoTime());

    private final AtomicInteger port = new AtomicInteger();
    private final Random random = new Random(SEED);

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void losesNothingThatWasSeen(String transport) throws Exception {
        System.out.println("seed of the kills: " + SEED);
        List<HoppingClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (HistoryDirectory directory = HistoryDirectory.create()) {
            for (int i = 0; i < CLIENTS; i++) {
                HoppingClient client = new HoppingClient(port::get);
                clients.add(client);
                threads.add(new Thread(client, "client-" + i));
            }
            for (int kill = 0; kill <= KILLS; kill++) {
                try (Program server = directory.startServer(transport, 3, 300)) {
                    port.set(Integer.parseInt(
                            server.awaitLine(".*listening ([0-9]+)").group(1)));
                    if (kill == 0) {
                        threads.forEach(Thread::start);
                    }
                    runFor(server, clients, kill + 1);
                }
            }
            clients.forEach(HoppingClient::stop);
            for (Thread thread : threads) {
                thread.join();
            }
            assertComplete(clients, directory.readAll());
        }
    }

    /** Lets each client receive an event of a term, and kills the server at a random moment behind that. */
    private void runFor(Program server, List<HoppingClient> clients, long term) throws Exception {
        Waiting.until(
                "each client receives an event of term " + term,
                () -> clients.stream().allMatch(client -> termOf(client.lastEventId()) == term));
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(300_000)));
        server.signal("KILL");
        server.awaitExit();
    }

    private static long termOf(String id) {
        return EntryId.parse(id).map(EntryId::term).orElse(0L);
    }

    private static void assertComplete(List<HoppingClient> clients, List<LogEntry> log) {
        // Each opening began a term, of which each client has received an event.
        assertThat(log.get(log.size() - 1).id().term()).isEqualTo(KILLS + 1L);
        clients.forEach(client -> assertReceivedPart(client, log));
    }

    /** Requires that a client has received a part of the log without a hole, and the log has no id twice. */
    private static void assertReceivedPart(HoppingClient client, List<LogEntry> log) {
        Map<String, Integer> positions = IntStream.range(0, log.size())
                .boxed()
                .collect(Collectors.toMap(i -> log.get(i).id().toString(), i -> i));
        List<MessageEvent> received = client.received();
        assertThat(received).isNotEmpty();
        assertThat(positions).containsKey(received.get(0).lastEventId());
        int first = positions.get(received.get(0).lastEventId());
        for (int i = 0; i < received.size(); i++) {
            MessageEvent event = received.get(i);
            assertThat(event.type()).as(event.toString()).isEqualTo("message");
            LogEntry expected = log.get(first + i);
            assertThat(event.lastEventId()).isEqualTo(expected.id().toString());
            assertThat(event.data()).isEqualTo(expected.frame().event().data().orElseThrow());
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void stopsPublishingOnFullDisk() throws Exception {
        try (HistoryDirectory directory = HistoryDirectory.create();
                // The unit is 512 or 1,024 bytes: less than a segment, whose size no file can reach.
                Program server = Program.start(new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 32 && exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Xmx128m",
                        "-cp",
                        HistoryDirectory.classPath(),
                        NumberServer.class.getName(),
                        directory.path().toString(),
                        "nio",
                        "1",
                        "100"))) {
            HoppingClient client = new HoppingClient(port::get);
            Thread thread = new Thread(client, "client");
            port.set(Integer.parseInt(server.awaitLine(".*listening ([0-9]+)").group(1)));
            thread.start();
            String failure = server.awaitLine(".*failed (.*)").group(1);
            int before = client.count();
            server.awaitLine(".*failed .*");
            server.signal("KILL");
            server.awaitExit();
            client.stop();
            thread.join();

            assertThat(failure).startsWith("NOT_STORED log did not store the events: history could not be written: ");
            List<LogEntry> log = directory.readAll();
            assertThat(log).hasSizeGreaterThanOrEqualTo(before);
            assertThat(log.get(0).id().number()).isZero();
            assertReceivedPart(client, log);
        }
    }

    @Test
    void namesProcessThatHasDirectory() throws Exception {
        try (HistoryDirectory directory = HistoryDirectory.create();
                Program first = directory.startServer("nio", 0, 0)) {
            first.awaitLine(".*listening ([0-9]+)");
            String pid = Files.readString(directory.path().resolve("lock"));
            try (Program second = directory.startServer("nio", 0, 0)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output())
                        .contains("directory must be of one open history: "
                                + directory.path().toRealPath() + " is in use by process " + pid);
            }
        }
    }

    @Test
    void namesDirectoryThatCannotBeWritten() throws IOException {
        // Not one that is read-only: root may write that. A file is none for anybody.
        try (HistoryDirectory directory = HistoryDirectory.create()) {
            Path file = Files.createFile(directory.path().resolve("file"));
            assertThatThrownBy(() -> FileHistory.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
