package sse.api.internal.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sse.api.spi.Transport;

/**
 * Finds the transport: the one that is named, or else the only automatic one on the path. There are no priorities, and
 * the order on the path does not matter. A transport that cannot be loaded is none: it stops a server only if there is
 * no other, and then its failure is in the message.
 */
public final class TransportDiscovery {
    /** The system property that names a transport. */
    private static final String PROPERTY = "sse.transport";

    /** The jars of this library by the names of their transports. */
    private static final Map<String, String> JARS = jars();

    private TransportDiscovery() {}

    /**
     * Returns the transport that the system property names, or else the only automatic one on the path.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    public static Transport chosen() {
        String name = System.getProperty(PROPERTY, "");
        return name.isEmpty() ? onlyAutomatic() : named(name);
    }

    /**
     * Returns the transport with a name.
     *
     * @throws IllegalStateException if there is none on the path
     */
    public static Transport named(String name) {
        FoundTransports found = FoundTransports.search();
        return found.named(name)
                .orElseThrow(() -> new IllegalStateException("no transport named \"" + name + "\" on the path; found "
                        + found + ". " + remedy(name, found)));
    }

    private static Transport onlyAutomatic() {
        FoundTransports found = FoundTransports.search();
        List<Transport> automatic = found.automatic();
        if (automatic.size() == 1) {
            return automatic.get(0);
        }
        if (automatic.isEmpty()) {
            throw new IllegalStateException("no transport on the path; found " + found + ". " + remedy("", found));
        }
        throw new IllegalStateException("more than one transport on the path: " + FoundTransports.describe(automatic)
                + ". Keep one jar, or choose with -D" + PROPERTY + "="
                + automatic.get(0).name()
                + " or SseServer.builder().transport(\"" + automatic.get(0).name() + "\")");
    }

    /** Returns what to do: jars that are on the path are not to be added. */
    private static String remedy(String name, FoundTransports found) {
        if (!found.failures().isEmpty()) {
            return "A transport must see the same sse-api as its server,"
                    + " and sse-jdkhttp needs the module jdk.httpserver";
        }
        if (JARS.containsKey(name)) {
            return "Add the jar " + JARS.get(name);
        }
        List<String> absent = JARS.entrySet().stream()
                .filter(jar -> !found.has(jar.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return absent.isEmpty() ? "Choose one of these names" : "Add the jar of one: " + String.join(" or ", absent);
    }

    private static Map<String, String> jars() {
        Map<String, String> jars = new LinkedHashMap<>();
        jars.put("nio", "io.github.ssejava:sse-nio (raw NIO, for scale)");
        jars.put("jdkhttp", "io.github.ssejava:sse-jdkhttp (the JDK's HttpServer)");
        return jars;
    }
}
