package sse.integration;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What servers could leave behind in this process, counted at one moment: threads, descriptors, direct buffers and
 * objects of the library's classes. Garbage is collected before.
 */
record Leftovers(long threads, int descriptors, long directBytes, Map<String, Long> objects) {
    /**
     * What a run may leave once and for all, such as a cached value or a jar that is open; a leak for each stream would
     * be far more.
     */
    private static final int ONCE = 10;

    /** What threads of the test may keep to write from; the buffers of a single event loop are more. */
    private static final long KEPT_BY_TEST = 128 * 1024;

    static Leftovers count() {
        return new Leftovers(threadsNow(), descriptorsNow(), directBytesNow(), objectsNow());
    }

    /** Waits until there is no more than at this moment. */
    void awaitNothingMore() {
        Waiting.until("threads end", () -> threadsNow() <= threads);
        Waiting.untilEmpty(() -> moreIn(count()));
    }

    private String moreIn(Leftovers later) {
        Map<String, String> more = new TreeMap<>();
        if (later.descriptors > descriptors + ONCE) {
            more.put("descriptors", descriptors + " before, " + later.descriptors + " after");
        }
        if (later.directBytes > directBytes + KEPT_BY_TEST) {
            more.put("bytes in direct buffers", directBytes + " before, " + later.directBytes + " after");
        }
        later.objects.forEach((name, count) -> {
            long had = objects.getOrDefault(name, 0L);
            if (count > had + ONCE) {
                more.put(name, had + " before, " + count + " after");
            }
        });
        return more.isEmpty() ? "" : "as much as before of " + more;
    }

    private static long threadsNow() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sse-")
                        || thread.getName().startsWith("HTTP-Dispatcher")
                        || thread.getName().startsWith("idle-timeout"))
                .count();
    }

    private static int descriptorsNow() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static long directBytesNow() {
        List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        return pools.stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Returns how many live objects of the library's classes there are, after a full collection. */
    private static Map<String, Long> objectsNow() {
        return histogram()
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4
                        && (columns[3].startsWith("sse.") || columns[3].equals("sun.net.httpserver.HttpConnection"))
                        && !columns[3].startsWith("sse.integration."))
                .collect(Collectors.toMap(columns -> columns[3], columns -> Long.parseLong(columns[1]), Long::sum));
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
