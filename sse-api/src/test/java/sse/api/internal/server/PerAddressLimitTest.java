package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PerAddressLimitTest {
    private final PerAddressLimit streams = new PerAddressLimit(2);

    @Test
    void limitsEachAddress() throws Exception {
        assertThat(streams.tryAcquire(at("192.0.2.1", 1))).isTrue();
        assertThat(streams.tryAcquire(at("192.0.2.1", 2))).isTrue();
        assertThat(streams.tryAcquire(at("192.0.2.1", 3))).as("a third").isFalse();
        assertThat(streams.tryAcquire(at("192.0.2.2", 1))).as("another address").isTrue();
    }

    @Test
    void acquiresAgainAfterRelease() throws Exception {
        for (int round = 0; round < 3; round++) {
            assertThat(streams.tryAcquire(at("192.0.2.1", 1))).isTrue();
            assertThat(streams.tryAcquire(at("192.0.2.1", 2))).isTrue();
            assertThat(streams.tryAcquire(at("192.0.2.1", 3))).isFalse();
            streams.release(at("192.0.2.1", 1));
            streams.release(at("192.0.2.1", 2));
        }
    }

    @Test
    void comparesFirst64BitsOfIpv6() throws Exception {
        assertThat(streams.tryAcquire(at("2001:db8:1:2:3::1", 1))).isTrue();
        assertThat(streams.tryAcquire(at("2001:db8:1:2:ffff::2", 1))).isTrue();
        assertThat(streams.tryAcquire(at("2001:db8:1:2::3", 1)))
                .as("the same network")
                .isFalse();
        assertThat(streams.tryAcquire(at("2001:db8:1:3::1", 1)))
                .as("the next one")
                .isTrue();
    }

    @Test
    void comparesNamesOfUnresolvedAddresses() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("memory", 1);
        assertThat(streams.tryAcquire(nowhere)).isTrue();
        assertThat(streams.tryAcquire(nowhere)).isTrue();
        assertThat(streams.tryAcquire(nowhere)).isFalse();
    }

    @Test
    @SuppressWarnings("NullAway") // An address that is looked at would throw.
    void countsNothingWithoutLimit() {
        PerAddressLimit unlimited = new PerAddressLimit(Integer.MAX_VALUE);
        assertThat(unlimited.tryAcquire(null)).isTrue();
        unlimited.release(null);
    }

    private static InetSocketAddress at(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
