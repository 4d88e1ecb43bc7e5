package sse.benchmarks.load.server;

class MvcJettyBroadcastTest extends BroadcastServerContract {
    /** Streams of the test that have not been noticed to be closed hold the server up for so long. */
    @Override
    BroadcastServer newServer() {
        return new MvcJettyBroadcast("spring.lifecycle.timeout-per-shutdown-phase=100ms");
    }
}
