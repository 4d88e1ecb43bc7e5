package sse.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.params.XTrimParams;
import sse.api.spi.history.EntryId;

/**
 * Breaks one thing after another while clients change between two nodes, and compares each client's ids with the log. A
 * program with the arguments seconds, clients, events a second, and the rows (all if none is named), which prints a
 * table; the short form of some rows is {@link FailureScheduleTest}.
 */
final class FailureSchedule {
    private final double seconds;
    private final int clients;
    private final int rate;

    FailureSchedule(double seconds, int clients, int rate) {
        this.seconds = seconds;
        this.clients = clients;
        this.rate = rate;
    }

    /** What is broken. */
    enum Row {
        KILL_NODE("kill -9 a node, again and again"),
        STOP_NODE("SIGSTOP a node 3 s"),
        SLOW_NODE("a node that receives everything 400 ms later"),
        KILL_REDIS("kill -9 redis, appendfsync always, restart after 1 s"),
        KILL_REDIS_EVERYSEC("kill -9 redis, appendfsync everysec, restart after 1 s"),
        STOP_REDIS("SIGSTOP redis 6 s"),
        LOSE_TAIL("replica stopped, 1 s of events, primary killed, replica promoted"),
        SWAP("planned failover to the replica"),
        SPLIT_BRAIN("primary cut off with one node, replica promoted, then only that"),
        TRIM("log trimmed to 100 entries while clients are away"),
        DELETE("DEL of the log"),
        LOSE_ANSWERS("the answer of every publication of 20 is lost"),
        FULL("maxmemory reached for 2 s");

        final String what;

        Row(String what) {
            this.what = what;
        }
    }

    /**
     * The result of a row.
     *
     * @param numbers of the nodes
     * @param entries how many entries the log has
     * @param hops how often clients changed
     * @param deliveries how many events they received
     * @param missing how many entries a client missed without a gap
     * @param twice how many it received again, or out of order
     * @param gaps how many gap events
     * @param wrongGaps how many of them had a wrong number
     * @param lostTail how many deliveries are of entries that the log does not have any more
     * @param behind how many clients did not have the newest entry in the end
     */
    record Result(
            Rig.Numbers numbers,
            long entries,
            long hops,
            long deliveries,
            long missing,
            long twice,
            long gaps,
            long wrongGaps,
            long lostTail,
            long behind) {}

    public static void main(String[] args) throws Exception {
        print(args);
        System.exit(0);
    }

    /** Runs rows and prints a table. */
    static void print(String[] args) throws Exception {
        FailureSchedule schedule =
                new FailureSchedule(Double.parseDouble(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        List<Row> rows = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            rows.add(Row.valueOf(args[i]));
        }
        System.out.println("| what is done | entries | failed: not stored, unknown | repeated | hops | deliveries |"
                + " missing | twice | gaps, wrong | rolled back | behind | longest publication |");
        for (Row row : rows.isEmpty() ? List.of(Row.values()) : rows) {
            Result r = schedule.run(row);
            System.out.printf(
                    "| %s | %d | %d, %d | %d | %d | %d | %d | %d | %d, %d | %d | %d | %d ms |%n",
                    row.what,
                    r.entries,
                    r.numbers.notStored(),
                    r.numbers.unknown(),
                    r.numbers.repeated(),
                    r.hops,
                    r.deliveries,
                    r.missing,
                    r.twice,
                    r.gaps,
                    r.wrongGaps,
                    r.numbers.rolledBack(),
                    r.behind,
                    r.numbers.millis());
        }
    }

    Result run(Row row) throws Exception {
        String[] options = row == Row.KILL_REDIS_EVERYSEC ? new String[] {"--appendfsync", "everysec"} : new String[0];
        try (Rig rig = new Rig(clients, rate, options)) {
            List<EntryId> known = new ArrayList<>();
            pass(0.3);
            RedisServer last = fail(row, rig, known);
            pass(0.3);
            Rig.Numbers numbers = rig.stopPublishing();
            List<EntryId> log = Rig.ids(last);
            long behind = rig.settle(log.get(log.size() - 1));
            return result(rig, numbers, log, known, behind);
        }
    }

    private void pass(double part) {
        hold(Math.max(0.5, seconds * part));
    }

    private static void hold(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Breaks something and repairs it. Returns the server that is the primary afterwards. */
    private RedisServer fail(Row row, Rig rig, List<EntryId> known) throws IOException, InterruptedException {
        switch (row) {
            case KILL_NODE -> {
                long end = System.nanoTime() + (long) (seconds * 0.4e9);
                int node = 0;
                do {
                    rig.killNode(node);
                    hold(Math.min(1, seconds / 10));
                    rig.startNode(node);
                    node = 1 - node;
                    hold(Math.min(4, seconds / 10));
                } while (System.nanoTime() < end);
            }
            case STOP_NODE -> {
                rig.signalNode(0, "STOP");
                hold(3);
                rig.signalNode(0, "CONT");
            }
            case SLOW_NODE -> {
                rig.proxies[0].delay(400);
                pass(0.4);
            }
            case KILL_REDIS, KILL_REDIS_EVERYSEC -> {
                rig.primary.kill();
                hold(1);
                rig.primary.startAgain();
            }
            case STOP_REDIS -> {
                rig.primary.suspend();
                hold(6);
                rig.primary.resume();
            }
            case LOSE_TAIL -> {
                rig.replica.suspend();
                rig.primary.call(jedis ->
                        jedis.sendCommand(redis.clients.jedis.Protocol.Command.CLIENT, "KILL", "TYPE", "replica"));
                hold(1);
                rig.primary.kill();
                rig.replica.resume();
                rig.replica.promote();
                return rig.replica;
            }
            case SWAP -> {
                rig.primary.call(jedis -> jedis.sendCommand(FAILOVER, "TO", "127.0.0.1", "" + rig.replica.port()));
                return rig.replica;
            }
            case SPLIT_BRAIN -> {
                rig.replica.promote();
                rig.proxies[2].cut();
                hold(4);
                rig.primary.kill();
                rig.proxies[2].mend();
                return rig.replica;
            }
            case TRIM -> {
                for (int i = 0; i < rig.proxies.length; i += 2) {
                    rig.proxies[i].hold();
                }
                hold(2);
                known.addAll(Rig.ids(rig.primary));
                rig.primary.call(jedis ->
                        jedis.xtrim("{sse}:log", XTrimParams.xTrimParams().maxLen(100)));
                for (int i = 0; i < rig.proxies.length; i += 2) {
                    rig.proxies[i].release();
                }
            }
            case DELETE -> rig.primary.call(jedis -> jedis.del("{sse}:log"));
            case LOSE_ANSWERS -> {
                for (int i = 0; i < Math.max(10, seconds * rate / 20); i++) {
                    rig.losses.add(FaultyProxy.Loss.ANSWER);
                    hold(0.02);
                }
                rig.losses.clear();
            }
            case FULL -> {
                rig.primary.call(jedis -> jedis.configSet("maxmemory", "1mb"));
                hold(2);
                rig.primary.call(jedis -> jedis.configSet("maxmemory", "0"));
            }
        }
        return rig.primary;
    }

    private static final redis.clients.jedis.commands.ProtocolCommand FAILOVER =
            () -> "FAILOVER".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static Result result(Rig rig, Rig.Numbers numbers, List<EntryId> log, List<EntryId> known, long behind) {
        long hops = 0;
        Comparison sum = new Comparison(log, known);
        for (HoppingClient client : rig.clients()) {
            hops += client.hops();
            sum.add(client.received());
        }
        return new Result(
                numbers,
                log.size(),
                hops,
                sum.deliveries,
                sum.missing,
                sum.twice,
                sum.gaps,
                sum.wrongGaps,
                sum.lostTail,
                behind);
    }

    /** Compares what clients received with the log. */
    private static final class Comparison {
        private final TreeSet<EntryId> log;
        private final String hub;
        long deliveries;
        long missing;
        long twice;
        long gaps;
        long wrongGaps;
        long lostTail;

        Comparison(List<EntryId> log, List<EntryId> known) {
            this.log = new TreeSet<>(log);
            this.hub = this.log.first().log();
            this.log.addAll(known);
        }

        void add(List<HoppingClient.Received> received) {
            EntryId last = null;
            for (HoppingClient.Received next : received) {
                boolean isOfLog = next.id().log().equals(hub);
                if (next.gap().isPresent()) {
                    gaps++;
                    wrongGaps +=
                            isOfLog && last != null && next.lost() >= 0 && next.lost() != between(last, next.id()) + 1
                                    ? 1
                                    : 0;
                } else {
                    deliveries++;
                    if (!isOfLog) {
                        continue; // Of a log that was deleted: nothing to compare with.
                    }
                    lostTail += log.contains(next.id()) ? 0 : 1;
                    if (last != null && next.id().compareTo(last) <= 0) {
                        twice++;
                    } else if (last != null) {
                        missing += between(last, next.id());
                    }
                }
                last = isOfLog ? next.id() : null;
            }
        }

        private long between(EntryId from, EntryId to) {
            return from.compareTo(to) < 0 ? log.subSet(from, false, to, false).size() : 0;
        }
    }
}
