package sse.benchmarks.load.server;

class JettyBareBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() {
        return new JettyBareBroadcast();
    }
}
