package sse.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import redis.clients.jedis.Protocol.Command;

/** Three primaries that share the slots, and replicas of the one that has the hub {@code sse}. */
final class RedisCluster implements AutoCloseable {
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final String LOG = "{sse}:log";
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<RedisServer> primaries = new ArrayList<>();
    private final List<RedisServer> replicas = new ArrayList<>();
    private int owner;

    private RedisCluster() {}

    /** Starts a cluster, and waits until it can be used. */
    static RedisCluster start(int replicas) {
        RedisCluster cluster = new RedisCluster();
        for (int i = 0; i < PRIMARIES; i++) {
            cluster.primaries.add(startServer());
        }
        for (int i = 0; i < replicas; i++) {
            cluster.replicas.add(startServer());
        }
        cluster.form();
        return cluster;
    }

    private static RedisServer startServer() {
        return RedisServer.start(
                Map.of(),
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                Integer.toString(RedisServer.freePort()),
                "--cluster-node-timeout",
                "2000");
    }

    private void form() {
        for (int i = 0; i < PRIMARIES; i++) {
            RedisServer server = primaries.get(i);
            cluster(server, "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            cluster(
                    server,
                    "ADDSLOTSRANGE",
                    Integer.toString(SLOTS * i / PRIMARIES),
                    Integer.toString(SLOTS * (i + 1) / PRIMARIES - 1));
        }
        RedisServer first = primaries.get(0);
        servers().skip(1).forEach(server -> {
            cluster(first, "MEET", "127.0.0.1", Integer.toString(server.port()), server.option("--cluster-port"));
        });
        int size = PRIMARIES + replicas.size();
        await(() -> servers().allMatch(server -> {
            String info = info(server);
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + size);
        }));
        owner = ((Long) cluster(first, "KEYSLOT", LOG)).intValue() * PRIMARIES / SLOTS;
        for (RedisServer replica : replicas) {
            cluster(replica, "REPLICATE", id(owner()));
            await(() -> replica.call(jedis -> jedis.info("replication")).contains("master_link_status:up"));
        }
        // The others fail over to a replica only when they have heard of it.
        await(() -> primaries.stream()
                .allMatch(server -> nodes(server).filter(isSlave()).count() == replicas.size()));
    }

    private static Predicate<String> isSlave() {
        return line -> line.contains("slave");
    }

    private static Stream<String> nodes(RedisServer server) {
        return Replies.text(cluster(server, "NODES")).lines();
    }

    private static String info(RedisServer server) {
        return Replies.text(cluster(server, "INFO"));
    }

    private static String id(RedisServer server) {
        return Replies.text(cluster(server, "MYID"));
    }

    private static Object cluster(RedisServer server, String... arguments) {
        return server.call(jedis -> jedis.sendCommand(Command.CLUSTER, arguments));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("cluster must be ready within 60 s");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Stream<RedisServer> servers() {
        return Stream.concat(primaries.stream(), replicas.stream());
    }

    /** Returns the primary that has the slot of the hub. */
    RedisServer owner() {
        return primaries.get(owner);
    }

    /** Returns a primary that does not have it. */
    RedisServer other() {
        return primaries.get((owner + 1) % PRIMARIES);
    }

    RedisServer replica() {
        return replicas.get(0);
    }

    /** Returns the ports of all servers. */
    List<Integer> ports() {
        return servers().map(RedisServer::port).toList();
    }

    /** Begins to migrate the slot of the hub, with its keys: until the end no server answers for them. */
    void beginMigration() {
        String slot = cluster(owner(), "KEYSLOT", LOG).toString();
        cluster(other(), "SETSLOT", slot, "IMPORTING", id(owner()));
        cluster(owner(), "SETSLOT", slot, "MIGRATING", id(other()));
        List<String> command =
                new ArrayList<>(List.of("127.0.0.1", Integer.toString(other().port()), "", "0", "20000", "KEYS"));
        Replies.list(cluster(owner(), "GETKEYSINSLOT", slot, "100")).forEach(key -> command.add(Replies.text(key)));
        owner().call(jedis -> jedis.sendCommand(Command.MIGRATE, command.toArray(String[]::new)));
    }

    /** Ends the migration: the slot is the other server's. */
    void endMigration() {
        String slot = cluster(owner(), "KEYSLOT", LOG).toString();
        String id = id(other());
        int next = (owner + 1) % PRIMARIES;
        cluster(other(), "SETSLOT", slot, "NODE", id);
        cluster(owner(), "SETSLOT", slot, "NODE", id);
        owner = next;
    }

    /** Waits until the replica has become a primary. */
    void awaitPromotion() {
        await(() -> info(replica()).contains("cluster_state:ok")
                && replica().call(jedis -> jedis.info("replication")).contains("role:master"));
    }

    @Override
    public void close() {
        servers().forEach(RedisServer::close);
    }
}
