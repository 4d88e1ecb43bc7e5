package sse.benchmarks.load.server;

/** {@link BootBroadcast} in Jetty. */
public final class BootJettyBroadcast extends BootBroadcast {
    /** Makes a server that does not listen yet. */
    public BootJettyBroadcast() {
        super(BootServer.onJetty(Application.class));
    }
}
