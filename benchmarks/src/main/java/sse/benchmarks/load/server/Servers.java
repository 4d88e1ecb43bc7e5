package sse.benchmarks.load.server;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers in Java by name. A class may be missing: Helidon's is not compiled on a JDK too old for it. */
public final class Servers {
    private static final Map<String, String> CLASSES = new LinkedHashMap<>();

    static {
        CLASSES.put("nio", "NioBroadcast");
        CLASSES.put("jdkhttp", "JdkhttpBroadcast");
        CLASSES.put("netty", "NettyBroadcast");
        CLASSES.put("undertow", "UndertowBroadcast");
        CLASSES.put("jetty", "JettyBroadcast");
        CLASSES.put("helidon", "HelidonBroadcast");
        CLASSES.put("webflux", "WebfluxBroadcast");
        CLASSES.put("jdk-by-hand", "JdkByHandBroadcast");
    }

    private Servers() {}

    /** Returns the names, this library's first. */
    public static List<String> names() {
        return List.copyOf(CLASSES.keySet());
    }

    /**
     * Finds a server's class.
     *
     * @param name one of the names
     * @return the class, or empty if it is missing
     * @throws IllegalArgumentException if there is no such name
     */
    public static Optional<Class<? extends BroadcastServer>> find(String name) {
        String simpleName = CLASSES.get(name);
        if (simpleName == null) {
            throw new IllegalArgumentException("server must be one of " + CLASSES.keySet() + ": \"" + name + "\"");
        }
        try {
            String className = Servers.class.getPackageName() + "." + simpleName;
            return Optional.of(Class.forName(className).asSubclass(BroadcastServer.class));
        } catch (ClassNotFoundException missing) {
            return Optional.empty();
        }
    }

    /**
     * Makes a server, not started.
     *
     * @param name one of the names
     * @throws IllegalArgumentException if there is no such name, or its class is missing
     */
    public static BroadcastServer create(String name) {
        Class<? extends BroadcastServer> found = find(name)
                .orElseThrow(() -> new IllegalArgumentException("server must have been compiled: \"" + name + "\""));
        try {
            return found.getConstructor().newInstance();
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("server must be made: " + name, failed.getCause());
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("server must have a public constructor: " + name, failed);
        }
    }
}
