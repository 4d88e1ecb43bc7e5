package sse.benchmarks.load.server;

class UndertowBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() {
        return new UndertowBroadcast();
    }
}
