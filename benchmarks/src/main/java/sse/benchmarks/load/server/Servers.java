package sse.benchmarks.load.server;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * Those that are measured only if they are named: in servlet containers, this library's first. Those that end in
     * {@code -http2} are the same servers; it is their clients that speak HTTP/2.
     */
    private static final NamedClasses<BroadcastServer> IN_CONTAINERS = new NamedClasses<>(
            BroadcastServer.class,
            "tomcat",
            "TomcatBroadcast",
            "tomcat-http2",
            "TomcatBroadcast",
            "jetty-mount",
            "JettyMountBroadcast",
            "jetty-mount-http2",
            "JettyMountBroadcast",
            "boot-tomcat",
            "BootTomcatBroadcast",
            "boot-jetty",
            "BootJettyBroadcast",
            "mvc-tomcat",
            "MvcTomcatBroadcast",
            "mvc-jetty",
            "MvcJettyBroadcast",
            "tomcat-bare",
            "TomcatBareBroadcast",
            "jetty-bare",
            "JettyBareBroadcast");

    private Servers() {}

    /** Returns the names, this library's first. */
    public static List<String> names() {
        return CLASSES.names();
    }

    /** Returns the names of those that need a redis-server. */
    public static List<String> namesOnRedis() {
        return ON_REDIS.names();
    }

    /** Returns the names of those in servlet containers. */
    public static List<String> namesInContainers() {
        return IN_CONTAINERS.names();
    }

    private static NamedClasses<BroadcastServer> classes(String name) {
        return Stream.of(ON_REDIS, IN_CONTAINERS)
                .filter(classes -> classes.names().contains(name))
                .findFirst()
                .orElse(CLASSES);
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
