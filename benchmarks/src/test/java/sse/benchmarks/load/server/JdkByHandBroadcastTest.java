package sse.benchmarks.load.server;

import java.io.IOException;

class JdkByHandBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() throws IOException {
        return new JdkByHandBroadcast();
    }
}
