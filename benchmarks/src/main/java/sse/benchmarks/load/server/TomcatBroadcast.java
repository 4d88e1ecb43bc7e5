package sse.benchmarks.load.server;

/** {@link ServletBroadcast} in Tomcat. */
public final class TomcatBroadcast extends ServletBroadcast {
    /** Makes a server that does not listen yet. */
    public TomcatBroadcast() {
        super(new EmbeddedTomcat());
    }
}
