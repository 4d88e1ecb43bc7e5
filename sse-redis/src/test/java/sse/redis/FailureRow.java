package sse.redis;

/** A row of the failure schedule: what is broken while clients change between two nodes. */
enum FailureRow {
    KILL_NODE(1, "`kill -9` of a node, again and again, and its restart", false, true),
    STOP_NODE(2, "`SIGSTOP` of a node for 3 s", false, true),
    SLOW_NODE(3, "a node that receives everything 400 ms later", false, false),
    KILL_REDIS(4, "`kill -9` of Redis, `appendfsync always`, restart after 2 s", false, false),
    KILL_REDIS_EVERYSEC(5, "the same, `appendfsync everysec`, on a disk that takes 5 s for a sync", false, false),
    STOP_REDIS(6, "`SIGSTOP` of Redis for 6 s", false, false),
    LOSE_TAIL(7, "the replica is cut off, 1 s of events, the primary is killed, the replica promoted", false, false),
    SWAP(8, "planned failover to the replica", false, false),
    SPLIT_BRAIN(9, "the replica is promoted too, one node on each side for 5 s, then the old side ends", true, false),
    TRIM(10, "the log is trimmed to 100 entries while the nodes are cut off", true, false),
    DELETE(11, "`DEL` of the log", true, false),
    CLOCK(12, "the clocks of Redis and of the nodes are set back an hour, and forward again", false, true),
    LOSE_ANSWERS(13, "the answer of a publication is lost, ten times a second", false, false),
    MIGRATE_SLOT(14, "in a cluster, the hub's slot is migrated to another server", false, false),
    FULL(16, "`maxmemory` is reached for 2 s", false, false);

    final int number;
    final String what;

    /** True if clients may be sent gap events: something is lost that they have not received, or it is not known. */
    final boolean mayLose;

    /** True if the nodes must be processes of their own. */
    final boolean needsProcesses;

    FailureRow(int number, String what, boolean mayLose, boolean needsProcesses) {
        this.number = number;
        this.what = what;
        this.mayLose = mayLose;
        this.needsProcesses = needsProcesses;
    }
}
