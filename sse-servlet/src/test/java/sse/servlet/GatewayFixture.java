package sse.servlet;

import java.io.IOException;
import java.net.InetSocketAddress;
import sse.api.spi.ServiceHost;
import sse.testkit.HostFixture;

/** A mount that has every path of a container, which is reached over HTTP/2. */
final class GatewayFixture implements HostFixture {
    private final MountFixture mount;
    private final Gateway gateway;

    GatewayFixture(TestContainer.Kind kind) throws Exception {
        mount = new MountFixture(kind.with(ContainerOption.TLS));
        gateway = Gateway.to(mount.container());
    }

    @Override
    public InetSocketAddress address() {
        return gateway.address();
    }

    @Override
    public ServiceHost host() {
        return mount.host();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        mount.close();
    }
}
