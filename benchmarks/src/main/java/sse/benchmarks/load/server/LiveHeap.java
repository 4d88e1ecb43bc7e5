package sse.benchmarks.load.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;

/** What is live on the heap of this process. */
public final class LiveHeap {
    private static final int COLLECTIONS = 3;

    private LiveHeap() {}

    /**
     * Collects garbage and returns what remains, as the collector itself left it: what is in use later also counts
     * buffers that threads have just been given to allocate from, megabytes of them.
     */
    public static long bytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}
