package sse.benchmarks.load.server;

class JettyBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() {
        return new JettyBroadcast();
    }

    @Override
    boolean sendsIds() {
        return false;
    }
}
