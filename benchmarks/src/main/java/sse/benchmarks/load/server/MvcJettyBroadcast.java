package sse.benchmarks.load.server;

/** {@link MvcBroadcast} in Jetty. */
public final class MvcJettyBroadcast extends MvcBroadcast {
    /** Makes a server that does not listen yet. */
    public MvcJettyBroadcast() {
        this(new String[0]);
    }

    /** Makes a server with settings of Spring Boot's. */
    MvcJettyBroadcast(String... properties) {
        super(BootServer.onJetty(Application.class, properties));
    }
}
