package sse.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.ClientPauseMode;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.params.XTrimParams;
import sse.api.spi.history.EntryId;

/** Breaks something in a rig with a primary and a replica, and repairs it. */
final class Breakage {
    private static final ProtocolCommand FAILOVER = () -> "FAILOVER".getBytes(StandardCharsets.US_ASCII);
    private static final String LOG = "{sse}:log";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long PAUSE_MILLIS = 10_000;
    private static final long RETAINED = 100;

    private final Rig rig;
    private final ServerPair pair;
    private final double seconds;
    private final List<EntryId> known = new ArrayList<>();

    /**
     * Creates the breakage of a rig.
     *
     * @param seconds how long a row takes in all, about
     */
    Breakage(Rig rig, ServerPair pair, double seconds) {
        this.rig = rig;
        this.pair = pair;
        this.seconds = seconds;
    }

    /** Returns entries that the log had when it was broken. */
    List<EntryId> known() {
        return known;
    }

    /** Returns how many of them it does not have any more. */
    long lost(List<EntryId> log) {
        Set<EntryId> remaining = new HashSet<>(log);
        return known.stream().filter(id -> !remaining.contains(id)).count();
    }

    static void hold(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Breaks what a row says. Returns the server that is the primary afterwards. */
    RedisServer apply(FailureRow row, ProcessFaults faults) throws IOException, InterruptedException {
        return switch (row) {
            case KILL_NODE -> killNodes();
            case STOP_NODE -> stopNode();
            case SLOW_NODE -> slowNode();
            case KILL_REDIS -> killRedis();
            case KILL_REDIS_EVERYSEC -> killRedisOnSlowDisk(faults);
            case STOP_REDIS -> stopRedis();
            case LOSE_TAIL -> loseTail();
            case SWAP -> swap();
            case SPLIT_BRAIN -> splitBrain();
            case TRIM -> trim();
            case DELETE -> delete();
            case CLOCK -> setClockBack(faults);
            case LOSE_ANSWERS -> loseAnswers();
            case FULL -> fillMemory();
            case MIGRATE_SLOT -> throw new IllegalArgumentException("row must be of two servers: " + row);
        };
    }

    private RedisServer killNodes() throws IOException, InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 0.4e9);
        int node = 0;
        do {
            rig.node(node).kill();
            hold(Math.min(1, seconds / 10));
            rig.startNode(node);
            node = 1 - node;
            hold(Math.min(4, seconds / 10));
        } while (System.nanoTime() < end);
        return pair.primary;
    }

    private RedisServer stopNode() throws IOException, InterruptedException {
        rig.node(0).signal("STOP");
        hold(3);
        rig.node(0).signal("CONT");
        return pair.primary;
    }

    private RedisServer slowNode() {
        pair.toPrimary(0).delay(400);
        hold(seconds * 0.4);
        return pair.primary;
    }

    private RedisServer killRedis() {
        killPrimary();
        hold(2);
        pair.primary.startAgain();
        return pair.primary;
    }

    /** Notes what the log has, to the last entry, and kills the server. */
    private void killPrimary() {
        pair.primary.call(jedis -> jedis.clientPause(PAUSE_MILLIS, ClientPauseMode.WRITE));
        known.addAll(pair.primary.ids());
        pair.primary.kill();
    }

    /** Redis does not write while a sync is under way, up to 2 s: what it has acknowledged since is in its memory. */
    private RedisServer killRedisOnSlowDisk(ProcessFaults faults) throws IOException {
        faults.delayForces(Duration.ofSeconds(5));
        hold(4);
        faults.delayForces(Duration.ZERO);
        return killRedis();
    }

    private RedisServer stopRedis() {
        pair.primary.suspend();
        hold(6);
        pair.primary.resume();
        return pair.primary;
    }

    private RedisServer loseTail() {
        pair.replica.awaitReplicated(pair.primary); // The first second of a replica may not have been sent yet.
        pair.replica.suspend();
        pair.primary.call(jedis -> jedis.sendCommand(Command.CLIENT, "KILL", "TYPE", "replica"));
        hold(1);
        killPrimary();
        pair.replica.resume();
        pair.replica.promote();
        return pair.replica;
    }

    private RedisServer swap() {
        pair.primary.call(jedis -> jedis.sendCommand(FAILOVER, "TO", "127.0.0.1", "" + pair.replica.port()));
        return pair.replica;
    }

    private RedisServer splitBrain() {
        pair.replica.awaitReplicated(pair.primary);
        pair.replica.promote();
        pair.toPrimary(1).cut();
        hold(5);
        pair.primary.kill();
        pair.toPrimary(1).mend();
        return pair.replica;
    }

    private RedisServer trim() {
        for (int node = 0; node < Rig.NODES; node++) {
            pair.toPrimary(node).hold();
        }
        hold(1);
        long length = pair.primary.call(jedis -> jedis.xlen(LOG));
        pair.primary.awaitEntries(length + 2 * RETAINED); // More than what remains, however slow the machine is.
        known.addAll(pair.primary.ids());
        pair.primary.call(jedis -> jedis.xtrim(LOG, XTrimParams.xTrimParams().maxLen(RETAINED)));
        for (int node = 0; node < Rig.NODES; node++) {
            pair.toPrimary(node).release();
        }
        return pair.primary;
    }

    private RedisServer delete() {
        pair.primary.call(jedis -> jedis.del(LOG));
        return pair.primary;
    }

    private RedisServer setClockBack(ProcessFaults faults) throws IOException {
        long before = System.currentTimeMillis();
        faults.setClockBack(HOUR);
        long ofRedis = pair.primary.call(jedis -> Long.parseLong(jedis.time().get(0))) * 1_000;
        requireBack("redis-server", before - ofRedis);
        for (int node = 0; node < Rig.NODES; node++) {
            requireBack("node", before - rig.node(node).currentTimeMillis());
        }
        hold(seconds * 0.3);
        faults.setClockBack(Duration.ZERO);
        return pair.primary;
    }

    private static void requireBack(String process, long millis) {
        if (millis < HOUR.toMillis() / 2) {
            throw new IllegalStateException("clock of " + process + " must be set back: by " + millis + " ms");
        }
    }

    private RedisServer loseAnswers() {
        long end = System.nanoTime() + (long) (Math.max(1, seconds * 0.4) * 1e9);
        while (System.nanoTime() < end) {
            if (pair.losses.isEmpty()) {
                pair.losses.add(FaultyProxy.Loss.ANSWER);
            }
            hold(0.1);
        }
        pair.losses.clear();
        return pair.primary;
    }

    private RedisServer fillMemory() {
        pair.primary.call(jedis -> jedis.configSet("maxmemory", "1mb"));
        hold(2);
        pair.primary.call(jedis -> jedis.configSet("maxmemory", "0"));
        return pair.primary;
    }
}
