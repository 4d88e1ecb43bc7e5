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
    /** The one to which a run narrows them, as that of the mutants does. */
    private static final String ONLY = System.getProperty("sse.integration.transport", "");

    private Transports() {}

    static Stream<Named<Transport>> all() {
        return Stream.concat(overSockets(), named(new MemoryTransport()))
                .filter(transport -> ONLY.isEmpty() || ONLY.equals(transport.getName()));
    }

    /** Those that another process can connect to. */
    static Stream<Named<Transport>> overSockets() {
        return named(new NioTransport(), new JdkHttpTransport());
    }

    private static Stream<Named<Transport>> named(Transport... transports) {
        return List.of(transports).stream().map(transport -> Named.of(transport.name(), transport));
    }
}
