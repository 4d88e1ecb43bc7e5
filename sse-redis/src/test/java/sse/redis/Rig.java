package sse.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;
import sse.api.spi.history.EntryId;

/** Two nodes in processes of their own, a primary with a replica, and clients that change between the nodes. */
final class Rig implements AutoCloseable {
    static final int NODES = 2;

    final RedisServer primary;
    final RedisServer replica;
    final Queue<FaultyProxy.Loss> losses = new ConcurrentLinkedQueue<>();
    final FaultyProxy[] proxies = new FaultyProxy[2 * NODES];
    private final int rate;
    private final Process[] nodes = new Process[NODES];
    private final BufferedReader[] outputs = new BufferedReader[NODES];
    private final int[] ports = new int[NODES];
    private final List<HoppingClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean onlyFirst;

    /** What a node has printed when it stopped publishing. */
    record Numbers(
            long published,
            long notStored,
            long unknown,
            long rolledBack,
            long repeated,
            long disconnects,
            long millis) {
        static Numbers parse(String line) {
            long[] all = Arrays.stream(line.split(" "))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Numbers(all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
        }

        Numbers plus(Numbers other) {
            return new Numbers(
                    published + other.published,
                    notStored + other.notStored,
                    unknown + other.unknown,
                    Math.max(rolledBack, other.rolledBack),
                    repeated + other.repeated,
                    disconnects + other.disconnects,
                    Math.max(millis, other.millis));
        }
    }

    Rig(int clientCount, int rate, String... options) throws IOException {
        this.rate = rate / NODES;
        primary = RedisServer.start(options);
        replica = RedisServer.start(options);
        replica.replicate(primary);
        for (int node = 0; node < NODES; node++) {
            proxies[2 * node] = new FaultyProxy(primary.port(), losses);
            proxies[2 * node + 1] = new FaultyProxy(replica.port(), losses);
            startNode(node);
        }
        for (int i = 0; i < clientCount; i++) {
            HoppingClient client = new HoppingClient(
                    i, () -> ports[onlyFirst ? 0 : ThreadLocalRandom.current().nextInt(NODES)]);
            clients.add(client);
            Thread thread = new Thread(client, "client");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    List<HoppingClient> clients() {
        return clients;
    }

    void startNode(int node) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ScheduleNode.class.getName(),
                proxies[2 * node].port() + "," + proxies[2 * node + 1].port(),
                Integer.toString(rate));
        nodes[node] = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        outputs[node] = new BufferedReader(new InputStreamReader(nodes[node].getInputStream(), StandardCharsets.UTF_8));
        ports[node] = Integer.parseInt(
                Objects.requireNonNull(outputs[node].readLine(), "node ended").substring("port ".length()));
    }

    void killNode(int node) throws InterruptedException {
        nodes[node].destroyForcibly().waitFor();
    }

    void signalNode(int node, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(nodes[node].pid()))
                .start()
                .waitFor();
    }

    /** Sends every client to the first node from its next connection on. */
    void useFirstNodeOnly() {
        onlyFirst = true;
    }

    /** Ends publishing and returns the sum of the nodes' numbers. */
    Numbers stopPublishing() throws IOException {
        Numbers sum = new Numbers(0, 0, 0, 0, 0, 0, 0);
        for (int node = 0; node < NODES; node++) {
            nodes[node].getOutputStream().write('\n');
            nodes[node].getOutputStream().flush();
            sum = sum.plus(Numbers.parse(Objects.requireNonNull(outputs[node].readLine(), "node ended")));
        }
        return sum;
    }

    /** Waits until every client has the newest entry, and ends them. Returns how many do not have it after 30 s. */
    long settle(EntryId newest) throws IOException, InterruptedException {
        clients.forEach(HoppingClient::stay);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (behind(newest) > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            nodes[0].waitFor(20, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        long behind = behind(newest);
        for (HoppingClient client : clients) {
            client.stop();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return behind;
    }

    private long behind(EntryId newest) {
        return clients.stream()
                .filter(client -> !client.last().equals(java.util.Optional.of(newest)))
                .count();
    }

    /** Returns the ids of everything that a server retains. */
    static List<EntryId> ids(RedisServer server) {
        String hub = server.hub();
        List<EntryId> ids = new ArrayList<>();
        server.call(jedis -> {
            StreamEntryID from = new StreamEntryID(0, 0);
            List<StreamEntry> page = jedis.xrange("{sse}:log", from, null, 10_000);
            while (!page.isEmpty()) {
                ids.addAll(page.stream()
                        .map(entry -> EntryId.of(
                                hub, entry.getID().getTime(), entry.getID().getSequence()))
                        .collect(Collectors.toList()));
                StreamEntryID last = page.get(page.size() - 1).getID();
                page = jedis.xrange(
                        "{sse}:log", new StreamEntryID(last.getTime(), last.getSequence() + 1), null, 10_000);
            }
            return null;
        });
        return ids;
    }

    @Override
    public void close() throws IOException {
        for (HoppingClient client : clients) {
            client.stop();
        }
        for (Process node : nodes) {
            if (node != null) {
                node.destroyForcibly();
            }
        }
        for (FaultyProxy proxy : proxies) {
            proxy.close();
        }
        replica.close();
        primary.close();
    }
}
