package sse.api.internal.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many streams each client address has, and how many it may have. Thread-safe. A host of IPv6 can take any address
 * of its network, so there the first 64 bits count (RFC 4291, section 2.5.1).
 */
final class StreamsByAddress {
    private final int limit;

    // Guarded by this. A key is an Integer for IPv4, a Long for IPv6, a String where a transport has no addresses.
    private final Map<Object, Integer> countByKey = new HashMap<>();

    StreamsByAddress(int limit) {
        this.limit = limit;
    }

    /** Counts one in, unless that is one too many. */
    boolean enter(InetSocketAddress remote) {
        return isUnlimited() || enter(keyOf(remote));
    }

    /** Counts one out. */
    void leave(InetSocketAddress remote) {
        if (!isUnlimited()) {
            leave(keyOf(remote));
        }
    }

    private boolean isUnlimited() {
        return limit == Integer.MAX_VALUE;
    }

    private synchronized boolean enter(Object key) {
        int present = countByKey.getOrDefault(key, 0);
        if (present >= limit) {
            return false;
        }
        countByKey.put(key, present + 1);
        return true;
    }

    private synchronized void leave(Object key) {
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
