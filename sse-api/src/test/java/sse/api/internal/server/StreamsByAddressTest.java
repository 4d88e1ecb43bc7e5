package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class StreamsByAddressTest {
    private final StreamsByAddress streams = new StreamsByAddress(2);

    @Test
    void letsEachAddressHaveItsLimit() throws Exception {
        assertThat(streams.enter(at("192.0.2.1", 1))).isTrue();
        assertThat(streams.enter(at("192.0.2.1", 2))).isTrue();
        assertThat(streams.enter(at("192.0.2.1", 3))).as("a third").isFalse();
        assertThat(streams.enter(at("192.0.2.2", 1))).as("somebody else").isTrue();
    }

    @Test
    void letsTheNextOneInWhenOneHasLeft() throws Exception {
        for (int round = 0; round < 3; round++) {
            assertThat(streams.enter(at("192.0.2.1", 1))).isTrue();
            assertThat(streams.enter(at("192.0.2.1", 2))).isTrue();
            assertThat(streams.enter(at("192.0.2.1", 3))).isFalse();
            streams.leave(at("192.0.2.1", 1));
            streams.leave(at("192.0.2.1", 2));
        }
    }

    @Test
    void takesNetworkOfSixtyFourBitsAsOneAddress() throws Exception {
        assertThat(streams.enter(at("2001:db8:1:2:3::1", 1))).isTrue();
        assertThat(streams.enter(at("2001:db8:1:2:ffff::2", 1))).isTrue();
        assertThat(streams.enter(at("2001:db8:1:2::3", 1)))
                .as("the same network")
                .isFalse();
        assertThat(streams.enter(at("2001:db8:1:3::1", 1))).as("the next one").isTrue();
    }

    @Test
    void goesByNameWhereThereAreNoAddresses() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("memory", 1);
        assertThat(streams.enter(nowhere)).isTrue();
        assertThat(streams.enter(nowhere)).isTrue();
        assertThat(streams.enter(nowhere)).isFalse();
    }

    @Test
    void countsNothingWithoutALimit() throws Exception {
        StreamsByAddress unlimited = new StreamsByAddress(Integer.MAX_VALUE);
        unlimited.leave(at("192.0.2.1", 1));
        assertThat(unlimited.enter(at("192.0.2.1", 1))).isTrue();
    }

    private static InetSocketAddress at(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
