package sse.benchmarks.load.server;

class HelidonBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() {
        return new HelidonBroadcast();
    }
}
