package sse.benchmarks.load.server;

class MvcTomcatBroadcastTest extends BroadcastServerContract {
    /** Streams of the test that have not been noticed to be closed hold the server up for so long. */
    @Override
    BroadcastServer newServer() {
        return new MvcTomcatBroadcast("spring.lifecycle.timeout-per-shutdown-phase=100ms");
    }
}
