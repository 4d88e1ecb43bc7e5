package sse.benchmarks.load.server;

/** {@link ServletBroadcast} in Jetty. */
public final class JettyMountBroadcast extends ServletBroadcast {
    /** Makes a server that does not listen yet. */
    public JettyMountBroadcast() {
        super(new EmbeddedJetty());
    }
}
