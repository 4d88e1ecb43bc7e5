package sse.testkit.internal.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import sse.api.spi.ExchangeSource;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.testkit.HostFixture;

/**
 * Each of its servers is a server that exists already, in which a host has mounted a service: what is proved of a
 * transport can be proved of a host.
 *
 * @param fixtures starts a server of the host's kind
 */
public record MountingTransport(Callable<HostFixture> fixtures) implements Transport {
    @Override
    public String name() {
        return "mount";
    }

    @Override
    public TransportServer start(TransportContext context) throws IOException {
        HostFixture fixture = startServer();
        ExchangeSource source = fixture.host().start(context);
        return new Mounted(fixture, source);
    }

    private HostFixture startServer() throws IOException {
        try {
            return fixtures.call();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("server of the fixture must start", failure);
        }
    }

    /** The server, with the source of what it passes to the service. Thread-safe. */
    private static final class Mounted implements TransportServer {
        // Immutable after construction.
        private final HostFixture fixture;
        private final ExchangeSource source;

        // Written by any thread.
        private final AtomicBoolean stopped = new AtomicBoolean();

        Mounted(HostFixture fixture, ExchangeSource source) {
            this.fixture = fixture;
            this.source = source;
        }

        @Override
        public InetSocketAddress address() {
            return fixture.address();
        }

        @Override
        public void stopAccepting() {
            source.stopAccepting();
        }

        /** Closes the source first, as its user must. */
        @Override
        public void close() {
            source.close();
            try {
                if (stopped.compareAndSet(false, true)) {
                    fixture.close();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
