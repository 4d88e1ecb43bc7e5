package sse.benchmarks.load.server;

class NettyBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() {
        return new NettyBroadcast();
    }
}
