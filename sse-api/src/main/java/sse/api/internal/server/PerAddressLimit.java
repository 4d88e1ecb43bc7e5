package sse.api.internal.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of streams of each client address, with a limit. Thread-safe. A host on an IPv6 network can use any
 * address of it, so of IPv6 addresses the first 64 bits are compared (RFC 4291, section 2.5.1).
 */
final class PerAddressLimit {
    private final int limit;

    // Guarded by this. A key is an Integer for IPv4, a Long for IPv6, a String if the transport has no addresses.
    private final Map<Object, Integer> countByKey = new HashMap<>();

    PerAddressLimit(int limit) {
        this.limit = limit;
    }

    /** Counts a stream. Returns false if the limit is reached. */
    boolean tryAcquire(InetSocketAddress remote) {
        return isUnlimited() || tryAcquire(keyOf(remote));
    }

    /** Stops counting a stream. */
    void release(InetSocketAddress remote) {
        if (!isUnlimited()) {
            release(keyOf(remote));
        }
    }

    private boolean isUnlimited() {
        return limit == Integer.MAX_VALUE;
    }

    private synchronized boolean tryAcquire(Object key) {
        int present = countByKey.getOrDefault(key, 0);
        if (present >= limit) {
            return false;
        }
        countByKey.put(key, present + 1);
        return true;
    }

    private synchronized void release(Object key) {
        countByKey.computeIfPresent(key, (same, present) -> present > 1 ? present - 1 : null);
    }

    private static Object keyOf(InetSocketAddress remote) {
        @Nullable InetAddress address = remote.getAddress();
        if (address == null) {
            return remote.getHostString();
        }
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? (Object) bytes.getLong() : (Object) bytes.getInt();
    }
}
