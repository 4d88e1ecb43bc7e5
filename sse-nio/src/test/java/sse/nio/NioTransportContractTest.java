package sse.nio;

import sse.api.spi.Transport;
import sse.testkit.TransportContract;

class NioTransportContractTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new NioTransport();
    }
}
