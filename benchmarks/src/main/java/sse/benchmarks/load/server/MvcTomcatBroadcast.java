package sse.benchmarks.load.server;

/** {@link MvcBroadcast} in Tomcat. */
public final class MvcTomcatBroadcast extends MvcBroadcast {
    /** Makes a server that does not listen yet. */
    public MvcTomcatBroadcast() {
        this(new String[0]);
    }

    /** Makes a server with settings of Spring Boot's. */
    MvcTomcatBroadcast(String... properties) {
        super(BootServer.onTomcat(Application.class, properties));
    }
}
