package sse.jdkhttp;

import java.io.IOException;
import sse.api.spi.TransportServer;

class HttpStreamTest extends StreamTest {
    @Override
    JdkHttpTransport transport() {
        return new JdkHttpTransport();
    }

    @Override
    RawClient connect(TransportServer server) throws IOException {
        return RawClient.connect(server.address());
    }
}
