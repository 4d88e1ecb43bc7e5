package sse.nio;

import java.util.Optional;
import javax.net.ssl.SSLContext;
import sse.api.spi.Transport;
import sse.nio.fixtures.TestTls;
import sse.testkit.TransportContract;

/** The contract over TLS. */
class NioTlsContractTest extends TransportContract {
    private static final SSLContext TLS = TestTls.context();

    @Override
    protected Transport transport() {
        return NioTransport.https(TLS);
    }

    @Override
    protected Optional<SSLContext> clientTls() {
        return Optional.of(TLS);
    }
}
