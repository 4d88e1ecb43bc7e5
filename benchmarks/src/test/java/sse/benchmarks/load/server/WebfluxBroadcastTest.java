package sse.benchmarks.load.server;

class WebfluxBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() {
        return new WebfluxBroadcast();
    }
}
