package sse.api.internal.server;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import sse.api.spi.Transport;

/**
 * Finds the transport: the one that is named, or else the only automatic one on the path. There are no priorities, and
 * the order on the path does not matter.
 */
public final class TransportDiscovery {
    /** The system property that names a transport. */
    private static final String PROPERTY = "sse.transport";

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
        List<Transport> found = found();
        return found.stream()
                .filter(transport -> transport.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no transport named \"" + name + "\" on the path; found " + names(found) + ". " + howToAdd()));
    }

    private static Transport onlyAutomatic() {
        List<Transport> found = found();
        List<Transport> automatic =
                found.stream().filter(Transport::isAutomatic).toList();
        if (automatic.size() == 1) {
            return automatic.get(0);
        }
        if (automatic.isEmpty()) {
            throw new IllegalStateException("no transport on the path; found " + names(found) + ". " + howToAdd());
        }
        throw new IllegalStateException("more than one transport on the path: " + names(automatic)
                + ". Keep one jar, or choose with -D" + PROPERTY + "="
                + automatic.get(0).name()
                + " or SseServer.builder().transport(\"" + automatic.get(0).name() + "\")");
    }

    private static List<Transport> found() {
        List<Transport> found = load(ServiceLoader.load(Transport.class));
        return found.isEmpty() ? load(ServiceLoader.load(Transport.class, Transport.class.getClassLoader())) : found;
    }

    private static List<Transport> load(ServiceLoader<Transport> loader) {
        return loader.stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Transport::name))
                .toList();
    }

    private static String names(List<Transport> transports) {
        return transports.isEmpty()
                ? "none"
                : transports.stream()
                        .map(transport ->
                                transport.name() + " (" + transport.getClass().getName() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String howToAdd() {
        return "Add the jar of one: io.github.ssejava:sse-nio (raw NIO, for scale) or io.github.ssejava:sse-jdkhttp"
                + " (the JDK's HttpServer)";
    }
}
