package sse.redis;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A primary and a replica, which each node reaches over a proxy of its own. */
final class ServerPair implements AutoCloseable {
    final RedisServer primary;
    final RedisServer replica;
    final Queue<FaultyProxy.Loss> losses = new ConcurrentLinkedQueue<>();
    private final FaultyProxy[] toPrimary = new FaultyProxy[Rig.NODES];
    private final FaultyProxy[] toReplica = new FaultyProxy[Rig.NODES];

    private ServerPair(RedisServer primary, RedisServer replica) {
        this.primary = primary;
        this.replica = replica;
        for (int node = 0; node < Rig.NODES; node++) {
            toPrimary[node] = new FaultyProxy(primary.port(), losses);
            toReplica[node] = new FaultyProxy(replica.port(), losses);
        }
    }

    static ServerPair start(Map<String, String> environment, String... options) {
        RedisServer primary = RedisServer.start(environment, options);
        RedisServer replica = RedisServer.start(environment, options);
        replica.replicate(primary);
        return new ServerPair(primary, replica);
    }

    /** Returns the way of a node to the primary. */
    FaultyProxy toPrimary(int node) {
        return toPrimary[node];
    }

    /** Returns the ports of the servers for each node. */
    List<List<Integer>> addresses() {
        return List.of(
                List.of(toPrimary[0].port(), toReplica[0].port()), List.of(toPrimary[1].port(), toReplica[1].port()));
    }

    @Override
    public void close() throws IOException {
        for (int node = 0; node < Rig.NODES; node++) {
            toPrimary[node].close();
            toReplica[node].close();
        }
        replica.close();
        primary.close();
    }
}
