package sse.benchmarks.load.server;

import java.util.List;
import java.util.Optional;

/** The servers in Java that broadcast, by name. */
public final class Servers {
    private static final NamedClasses<BroadcastServer> CLASSES = new NamedClasses<>(
            BroadcastServer.class,
            "nio",
            "NioBroadcast",
            "nio-run",
            "RunBroadcast",
            "jdkhttp",
            "JdkhttpBroadcast",
            "netty",
            "NettyBroadcast",
            "netty-group",
            "NettyGroupBroadcast",
            "undertow",
            "UndertowBroadcast",
            "jetty",
            "JettyBroadcast",
            "helidon",
            "HelidonBroadcast",
            "webflux",
            "WebfluxBroadcast",
            "jdk-by-hand",
            "JdkByHandBroadcast");

    private Servers() {}

    /** Returns the names, this library's first. */
    public static List<String> names() {
        return CLASSES.names();
    }

    /**
     * Finds a server's class.
     *
     * @param name one of the names
     * @return the class, or empty if it is missing
     * @throws IllegalArgumentException if there is no such name
     */
    public static Optional<Class<? extends BroadcastServer>> find(String name) {
        return CLASSES.find(name);
    }

    /**
     * Makes a server, not started.
     *
     * @param name one of the names
     * @throws IllegalArgumentException if there is no such name, or its class is missing
     */
    public static BroadcastServer create(String name) {
        return CLASSES.create(name);
    }
}
