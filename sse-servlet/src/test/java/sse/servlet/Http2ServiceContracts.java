package sse.servlet;

import sse.testkit.HostFixture;
import sse.testkit.HostServerContract;

/** The duties of a server, of a service that is mounted, over HTTP/2 and TLS. */
abstract class Http2ServiceContracts extends HostServerContract {
    abstract TestContainer.Kind kind();

    @Override
    protected final HostFixture fixture() throws Exception {
        return new GatewayFixture(kind());
    }
}
