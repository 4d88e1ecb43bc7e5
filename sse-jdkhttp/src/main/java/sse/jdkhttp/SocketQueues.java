package sse.jdkhttp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How many bytes the kernel holds for peers that have not acknowledged them, as Linux lists it in {@code /proc/net/tcp}
 * and {@code tcp6}; unknown on other systems. Thread-safe.
 *
 * <p>On Linux a blocked write goes on only when a third of the kernel's buffer is free, which may be more than a
 * megabyte. Until then nothing but this list shows that a slow client reads. The list is read only when a client is
 * about to be given up, and not more often than every {@link #MAX_AGE}.
 */
final class SocketQueues {
    private static final Duration MAX_AGE = Duration.ofMillis(100);
    private static final List<Path> LISTS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String MAPPED_PREFIX = word(0) + word(0) + word(0x0000FFFF);

    // Columns of a list.
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;

    private final List<Path> lists;

    // Guarded by this.
    private Map<String, Long> bytesByConnection = Map.of();
    private long readNanos = System.nanoTime() - MAX_AGE.toNanos();

    SocketQueues() {
        this(LISTS);
    }

    /** Reads lists in other places. */
    SocketQueues(List<Path> lists) {
        this.lists = List.copyOf(lists);
    }

    /** Returns how many bytes the kernel holds for a connection; empty if that is not known. */
    synchronized OptionalLong bytesOf(InetSocketAddress local, InetSocketAddress remote) {
        long now = System.nanoTime();
        if (now - readNanos >= MAX_AGE.toNanos()) {
            bytesByConnection = read();
            readNanos = now;
        }
        Long bytes = bytesByConnection.get(key(endpoint(local), endpoint(remote)));
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private Map<String, Long> read() {
        Map<String, Long> bytes = new HashMap<>();
        for (Path list : lists) {
            if (!Files.isReadable(list)) {
                continue;
            }
            try (Stream<String> lines = Files.lines(list, StandardCharsets.US_ASCII)) {
                lines.skip(1).forEach(line -> add(line.strip().split("\\s+", -1), bytes));
            } catch (IOException | RuntimeException malformed) {
                // What is known in part is not relied upon.
                bytes.clear();
            }
        }
        return bytes;
    }

    private static void add(String[] columns, Map<String, Long> bytes) {
        if (columns.length > QUEUES) {
            String queued = columns[QUEUES].substring(0, columns[QUEUES].indexOf(':'));
            bytes.put(key(unmapped(columns[LOCAL]), unmapped(columns[REMOTE])), Long.parseLong(queued, 16));
        }
    }

    private static String key(String local, String remote) {
        return local + " " + remote;
    }

    /** An IPv4 client of an IPv6 socket is listed by its mapped address, and known to Java by its own. */
    private static String unmapped(String endpoint) {
        return endpoint.startsWith(MAPPED_PREFIX) ? endpoint.substring(MAPPED_PREFIX.length()) : endpoint;
    }

    private static String endpoint(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress()).order(ByteOrder.nativeOrder());
        StringBuilder endpoint = new StringBuilder();
        int words = ip instanceof Inet4Address ? 1 : 4;
        for (int i = 0; i < words; i++) {
            endpoint.append(hex(bytes.getInt()));
        }
        return endpoint.append(String.format(Locale.ROOT, ":%04X", address.getPort()))
                .toString();
    }

    /** Returns how the lists show four bytes of an address. */
    private static String word(int networkOrder) {
        return hex(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? networkOrder : Integer.reverseBytes(networkOrder));
    }

    private static String hex(int word) {
        return String.format(Locale.ROOT, "%08X", word);
    }
}
