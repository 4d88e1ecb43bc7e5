package sse.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import sse.api.spi.history.EntryId;

/** Two nodes that share a topic over a broker, and clients that change between the nodes. */
final class Rig implements AutoCloseable {
    static final int NODES = 2;
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Node[] nodes = new Node[NODES];
    private final List<Integer>[] addresses;
    private final Node.Starter starter;
    private final Map<String, String> environment;
    private final int rate;
    private final List<HoppingClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * The nodes of a rig.
     *
     * @param addresses the ports of the broker's servers, for each node
     * @param starter starts a node
     * @param environment further variables of its process
     * @param rate how many events all of them publish a second
     */
    record Nodes(List<List<Integer>> addresses, Node.Starter starter, Map<String, String> environment, int rate) {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of lists.
    Rig(Nodes settings, int clientCount) throws IOException {
        this.addresses = settings.addresses().toArray(List[]::new);
        this.starter = settings.starter();
        this.environment = settings.environment();
        this.rate = settings.rate() / NODES;
        for (int node = 0; node < NODES; node++) {
            startNode(node);
        }
        for (int i = 0; i < clientCount; i++) {
            HoppingClient client =
                    new HoppingClient(i, () -> nodes[ThreadLocalRandom.current().nextInt(NODES)].port());
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
        nodes[node] = starter.start(addresses[node], rate, environment);
    }

    Node node(int node) {
        return nodes[node];
    }

    /** Waits until every client has received something: one that has nothing has nothing to resume from. */
    void awaitClients() {
        awaitOrGiveUp(() -> clients.stream().allMatch(client -> client.last().isPresent()));
    }

    private static void awaitOrGiveUp(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SETTLE_NANOS;
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Ends publishing and returns the sum of the nodes' numbers. */
    NodeNumbers stopPublishing() throws IOException {
        NodeNumbers sum = NodeNumbers.NONE;
        for (Node node : nodes) {
            sum = sum.plus(node.stopPublishing());
        }
        return sum;
    }

    /** Waits until every client has the newest entry, and ends them. Returns how many do not have it after 30 s. */
    long settle(EntryId newest) throws IOException, InterruptedException {
        clients.forEach(HoppingClient::stay);
        awaitOrGiveUp(() -> behind(newest) == 0);
        long behind = behind(newest);
        endClients();
        for (Thread thread : threads) {
            thread.join();
        }
        return behind;
    }

    private long behind(EntryId newest) {
        return clients.stream()
                .filter(client -> !client.last().equals(Optional.of(newest)))
                .count();
    }

    private void endClients() throws IOException {
        for (HoppingClient client : clients) {
            client.stop();
        }
    }

    @Override
    public void close() throws IOException {
        endClients();
        for (Node node : nodes) {
            node.close();
        }
    }
}
