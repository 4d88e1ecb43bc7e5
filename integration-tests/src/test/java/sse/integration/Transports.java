package sse.integration;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import sse.api.spi.Transport;
import sse.jdkhttp.JdkHttpTransport;
import sse.nio.NioTransport;
import sse.testkit.MemoryTransport;

/** The transports that every test of this kind runs on. */
final class Transports {
    private Transports() {}

    static Stream<Named<Transport>> all() {
        return List.of(new NioTransport(), new JdkHttpTransport(), new MemoryTransport()).stream()
                .map(transport -> Named.of(transport.name(), transport));
    }
}
