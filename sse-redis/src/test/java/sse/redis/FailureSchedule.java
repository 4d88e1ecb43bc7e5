package sse.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sse.api.spi.history.EntryId;

/**
 * Breaks one thing after another while clients change between two nodes, and compares each client's ids with the log.
 * {@link #print} is the program; the short form of each row is {@link FailureScheduleTest}.
 *
 * @param seconds how long a row takes, about
 * @param clients how many clients there are
 * @param rate how many events are published a second
 * @param starter starts the nodes of rows that do not need processes
 */
record FailureSchedule(double seconds, int clients, int rate, Node.Starter starter) {
    /**
     * Runs rows and prints a table.
     *
     * @param args seconds, clients, events a second, and the rows; all if none is named
     */
    static void print(String[] args) throws Exception {
        FailureSchedule schedule = new FailureSchedule(
                Double.parseDouble(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), NodeProcess::start);
        List<FailureRow> rows = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            rows.add(FailureRow.valueOf(args[i]));
        }
        System.out.println(ScheduleResult.HEADER);
        for (FailureRow row : rows.isEmpty() ? List.of(FailureRow.values()) : rows) {
            System.out.println(schedule.run(row).line());
        }
    }

    ScheduleResult run(FailureRow row) throws Exception {
        return switch (row) {
            case MIGRATE_SLOT -> runOnCluster(row);
            case CLOCK, KILL_REDIS_EVERYSEC -> {
                try (ProcessFaults faults = ProcessFaults.create()) {
                    yield runOnPair(row, Optional.of(faults));
                }
            }
            default -> runOnPair(row, Optional.empty());
        };
    }

    private ScheduleResult runOnPair(FailureRow row, Optional<ProcessFaults> faults) throws Exception {
        String fsync = row == FailureRow.KILL_REDIS_EVERYSEC ? "everysec" : "always";
        Map<String, String> environment = faults.map(ProcessFaults::environment).orElse(Map.of());
        try (ServerPair pair = ServerPair.start(environment, "--appendfsync", fsync);
                Rig rig = new Rig(
                        new Rig.Nodes(
                                pair.addresses(), row.needsProcesses ? NodeProcess::start : starter, environment, rate),
                        clients)) {
            Breakage breakage = new Breakage(rig, pair, seconds);
            rig.awaitClients();
            pass();
            RedisServer last = breakage.apply(row, faults.orElse(null));
            pass();
            return finish(row, rig, last, Optional.of(breakage));
        }
    }

    private ScheduleResult runOnCluster(FailureRow row) throws Exception {
        try (RedisCluster cluster = RedisCluster.start(0);
                Rig rig = new Rig(
                        new Rig.Nodes(Collections.nCopies(Rig.NODES, cluster.ports()), starter, Map.of(), rate),
                        clients)) {
            rig.awaitClients();
            pass();
            cluster.beginMigration();
            Breakage.hold(1);
            cluster.endMigration();
            pass();
            return finish(row, rig, cluster.owner(), Optional.empty());
        }
    }

    private void pass() {
        Breakage.hold(Math.max(0.5, seconds * 0.3));
    }

    private static ScheduleResult finish(FailureRow row, Rig rig, RedisServer last, Optional<Breakage> breakage)
            throws Exception {
        NodeNumbers numbers = rig.stopPublishing();
        List<EntryId> log = last.ids();
        long behind = rig.settle(log.get(log.size() - 1));
        List<EntryId> known = breakage.map(Breakage::known).orElse(List.of());
        LogComparison comparison = new LogComparison(log, row == FailureRow.TRIM ? known : List.of());
        long hops = 0;
        for (HoppingClient client : rig.clients()) {
            hops += client.hops();
            comparison.add(client.received());
        }
        long lost = row == FailureRow.TRIM
                ? 0
                : breakage.map(broken -> broken.lost(log)).orElse(0L);
        return new ScheduleResult(row, numbers, log.size(), lost, hops, comparison.difference(), behind);
    }
}
