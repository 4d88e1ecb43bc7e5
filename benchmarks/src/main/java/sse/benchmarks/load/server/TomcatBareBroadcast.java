package sse.benchmarks.load.server;

/** {@link BareBroadcast} in Tomcat. */
public final class TomcatBareBroadcast extends BareBroadcast {
    /** Makes a server that does not listen yet. */
    public TomcatBareBroadcast() {
        super(new EmbeddedTomcat());
    }
}
