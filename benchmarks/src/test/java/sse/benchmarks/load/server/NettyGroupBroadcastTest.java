package sse.benchmarks.load.server;

class NettyGroupBroadcastTest extends BroadcastServerContract {
    @Override
    BroadcastServer newServer() {
        return new NettyGroupBroadcast();
    }
}
