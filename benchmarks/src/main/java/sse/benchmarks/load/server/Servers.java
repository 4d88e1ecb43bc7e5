package sse.benchmarks.load.server;

import java.util.List;
import java.util.Optional;

/** The servers in Java that broadcast, by name. */
public final class Servers {
    /** The name of nginx, which must be on the path. */
    public static final String NGINX = "nginx-gzip";

    private static final NamedClasses<BroadcastServer> CLASSES = new NamedClasses<>(
            BroadcastServer.class,
            "nio",
            "NioBroadcast",
            "nio-gzip",
            "NioGzipBroadcast",
            "nio-tls",
            "NioTlsBroadcast",
            "nio-run",
            "RunBroadcast",
            "jdkhttp",
            "JdkhttpBroadcast",
            "jdkhttp-tls",
            "JdkhttpTlsBroadcast",
            "netty",
            "NettyBroadcast",
            "netty-tls",
            "NettyTlsBroadcast",
            "netty-group",
            "NettyGroupBroadcast",
            "undertow",
            "UndertowBroadcast",
            "undertow-gzip",
            "UndertowGzipBroadcast",
            "jetty",
            "JettyBroadcast",
            "jetty-gzip",
            "JettyGzipBroadcast",
            NGINX,
            "NginxGzipBroadcast",
            "helidon",
            "HelidonBroadcast",
            "webflux",
            "WebfluxBroadcast",
            "jdk-by-hand",
            "JdkByHandBroadcast");

    /** Those that are measured only if they are named: they need a redis-server. */
    private static final NamedClasses<BroadcastServer> ON_REDIS = new NamedClasses<>(
            BroadcastServer.class, "nio-redis", "RedisBroadcast", "nio-redis-follower", "RedisFollowerBroadcast");

    private Servers() {}

    /** Returns the names, this library's first. */
    public static List<String> names() {
        return CLASSES.names();
    }

    /** Returns the names of those that need a redis-server. */
    public static List<String> namesOnRedis() {
        return ON_REDIS.names();
    }

    private static NamedClasses<BroadcastServer> classes(String name) {
        return ON_REDIS.names().contains(name) ? ON_REDIS : CLASSES;
    }

    /**
     * Finds a server's class.
     *
     * @param name one of the names
     * @return the class, or empty if it is missing
     * @throws IllegalArgumentException if there is no such name
     */
    public static Optional<Class<? extends BroadcastServer>> find(String name) {
        return classes(name).find(name);
    }

    /**
     * Makes a server, not started.
     *
     * @param name one of the names
     * @throws IllegalArgumentException if there is no such name, or its class is missing
     */
    public static BroadcastServer create(String name) {
        return classes(name).create(name);
    }
}
