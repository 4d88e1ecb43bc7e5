package sse.benchmarks.load.server;

/** {@link BareBroadcast} in Jetty. */
public final class JettyBareBroadcast extends BareBroadcast {
    /** Makes a server that does not listen yet. */
    public JettyBareBroadcast() {
        super(new EmbeddedJetty());
    }
}
