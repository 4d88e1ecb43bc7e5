package sse.benchmarks.load.read;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sse.benchmarks.load.server.Commands;
import sse.benchmarks.load.server.LiveHeap;

/**
 * Commands for a client, and their responses:
 *
 * <pre>
 *   flood PORT             ok; one stream is opened that gets as many events as it can read
 *   window                 events=… wrong=… nanos=… allocated=…, so far, of all threads
 *   open PORT STREAMS      ok, when so many more streams have received an event
 *   heap                   heap=…, bytes live after collecting
 *   rearm                  ok; arrivals are waited for anew
 *   arrivals UP            p50=… p99=…, times from UP until all streams have received an event
 * </pre>
 *
 * For use by one thread.
 */
final class ReaderCommands implements Commands {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(100);
    private static final int OPENING_AT_ONCE = 32;
    private static final long POLL_MILLIS = 1;

    private final EventReader reader;
    private final FloodCheck flood = new FloodCheck();
    private final Arrivals arrivals = new Arrivals();
    private int streams;

    ReaderCommands(EventReader reader) {
        this.reader = reader;
    }

    @Override
    public Optional<String> answer(String... command) throws InterruptedException {
        return switch (command[0]) {
            case "flood" -> {
                reader.open(uri(command[1], "flood"), flood);
                yield Optional.of("ok");
            }
            case "window" ->
                Optional.of("events=%d wrong=%d nanos=%d allocated=%d"
                        .formatted(flood.events(), flood.wrong(), System.nanoTime(), allocatedBytes()));
            case "open" -> {
                open(command[1], Integer.parseInt(command[2]));
                yield Optional.of("ok");
            }
            case "heap" -> Optional.of("heap=" + LiveHeap.bytes());
            case "rearm" -> {
                arrivals.rearm(streams);
                yield Optional.of("ok");
            }
            case "arrivals" -> {
                await(streams);
                long[] times = arrivals.since(Long.parseLong(command[1]), streams);
                yield Optional.of("p50=%d p99=%d".formatted(times[streams / 2], times[streams * 99 / 100]));
            }
            default -> Optional.empty();
        };
    }

    private void open(String port, int more) throws InterruptedException {
        for (int i = 0; i < more; i++) {
            reader.open(uri(port, "idle"), arrivals.of(streams));
            streams++;
            if (streams % OPENING_AT_ONCE == 0) {
                await(streams);
            }
        }
        await(streams);
    }

    private void await(int count) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + LONGEST_NANOS;
        while (arrivals.count(count) < count) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IllegalStateException("streams must receive an event: " + arrivals.count(count));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static URI uri(String port, String path) {
        return URI.create("http://localhost:" + port + "/" + path);
    }

    /** Virtual threads count with the threads that carry them. */
    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
