package sse.benchmarks.load.server;

/** {@link BootBroadcast} in Tomcat. */
public final class BootTomcatBroadcast extends BootBroadcast {
    /** Makes a server that does not listen yet. */
    public BootTomcatBroadcast() {
        super(BootServer.onTomcat(Application.class));
    }
}
