package sse.servlet;

import sse.testkit.HostContract;
import sse.testkit.HostFixture;

/** The duties of a mount, over HTTP/2 and TLS. */
abstract class Http2Contracts extends HostContract {
    abstract TestContainer.Kind kind();

    @Override
    protected final HostFixture fixture() throws Exception {
        return new GatewayFixture(kind());
    }
}
