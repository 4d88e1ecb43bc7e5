package sse.servlet;

import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import sse.testkit.HostContract;
import sse.testkit.HostFixture;
import sse.testkit.HostServerContract;
import sse.testkit.TransportAbility;

/** Both contracts of a mount, over HTTP/1.1 and TLS. */
abstract class TlsContracts {
    abstract TestContainer.Kind kind();

    abstract Set<TransportAbility> claimed();

    private HostFixture startFixture() throws Exception {
        return new MountFixture(kind().with(ContainerOption.TLS));
    }

    @Nested
    class Mount extends HostContract {
        @Override
        protected HostFixture fixture() throws Exception {
            return startFixture();
        }

        @Override
        protected Set<TransportAbility> abilities() {
            return claimed();
        }

        @Override
        protected Optional<SSLContext> clientTls() {
            return Optional.of(TestTls.context());
        }
    }

    @Nested
    @Tag("containers")
    class Service extends HostServerContract {
        @Override
        protected HostFixture fixture() throws Exception {
            return startFixture();
        }

        @Override
        protected Set<TransportAbility> abilities() {
            return claimed();
        }

        @Override
        protected Optional<SSLContext> clientTls() {
            return Optional.of(TestTls.context());
        }
    }
}
