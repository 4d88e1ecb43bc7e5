package sse.jdkhttp;

import java.io.IOException;
import sse.api.spi.TransportServer;

class HttpsStreamTest extends StreamTest {
    @Override
    JdkHttpTransport transport() {
        return JdkHttpTransport.https(TestTls.context());
    }

    @Override
    RawClient connect(TransportServer server) throws IOException {
        return RawClient.connectTls(server.address());
    }
}
