package sse.api.internal.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import sse.api.spi.Transport;

/**
 * The transports on the path, and the providers that cannot be loaded: a jar without what it needs, or the copy of a
 * host that has another {@link Transport} than this library's. Immutable.
 *
 * @param usable the transports in order of their names
 * @param failures the messages about the others
 */
record FoundTransports(List<Transport> usable, List<String> failures) {
    /** A provider file that cannot be read may fail again and again. */
    private static final int MAX_FAILURES = 100;

    /**
     * Searches the context class loader, and then, if it has none that is usable, the loader of this library: in a
     * plug-in, the first may be that of the host.
     */
    static FoundTransports search() {
        FoundTransports found = load(ServiceLoader.load(Transport.class));
        if (!found.usable.isEmpty()) {
            return found;
        }
        FoundTransports own = load(ServiceLoader.load(Transport.class, Transport.class.getClassLoader()));
        List<String> failures = new ArrayList<>(own.failures);
        found.failures.stream().filter(failure -> !failures.contains(failure)).forEach(failures::add);
        return new FoundTransports(own.usable, failures);
    }

    private static FoundTransports load(ServiceLoader<Transport> loader) {
        List<Transport> usable = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Iterator<Transport> providers = loader.iterator();
        boolean more = true;
        while (more && failures.size() < MAX_FAILURES) {
            try {
                more = providers.hasNext();
                if (more) {
                    usable.add(providers.next());
                }
            } catch (ServiceConfigurationError | LinkageError failure) {
                failures.add(describe(failure));
            }
        }
        usable.sort(Comparator.comparing(Transport::name));
        return new FoundTransports(usable, failures);
    }

    private static String describe(Error failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.toString() : failure + ", because of " + cause;
    }

    Optional<Transport> named(String name) {
        return usable.stream()
                .filter(transport -> transport.name().equals(name))
                .findFirst();
    }

    List<Transport> automatic() {
        return usable.stream().filter(Transport::isAutomatic).toList();
    }

    boolean has(String name) {
        return named(name).isPresent();
    }

    /** Returns names and classes, and what could not be loaded. */
    @Override
    public String toString() {
        return describe(usable) + (failures.isEmpty() ? "" : "; could not load " + String.join("; ", failures));
    }

    static String describe(List<Transport> transports) {
        return transports.isEmpty()
                ? "none"
                : transports.stream()
                        .map(transport ->
                                transport.name() + " (" + transport.getClass().getName() + ")")
                        .collect(Collectors.joining(", "));
    }
}
