package sse.benchmarks.load.server;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classes by the names of their rows. A class may be missing: Helidon's are not compiled on a JDK too old for it.
 * Immutable.
 *
 * @param <T> what they implement; they are in its package
 */
public final class NamedClasses<T> {
    private final Class<T> type;
    private final Map<String, String> classes = new LinkedHashMap<>();

    /**
     * Names classes.
     *
     * @param type what they implement
     * @param namesAndClasses a name and the simple name of its class, and so on
     */
    public NamedClasses(Class<T> type, String... namesAndClasses) {
        this.type = type;
        for (int i = 0; i < namesAndClasses.length; i += 2) {
            classes.put(namesAndClasses[i], namesAndClasses[i + 1]);
        }
    }

    /** Returns the names, this library's first. */
    public List<String> names() {
        return List.copyOf(classes.keySet());
    }

    /**
     * Finds a class.
     *
     * @param name one of the names
     * @return the class, or empty if it is missing
     * @throws IllegalArgumentException if there is no such name
     */
    public Optional<Class<? extends T>> find(String name) {
        String simpleName = classes.get(name);
        if (simpleName == null) {
            throw new IllegalArgumentException("server must be one of " + classes.keySet() + ": \"" + name + "\"");
        }
        try {
            return Optional.of(
                    Class.forName(type.getPackageName() + "." + simpleName).asSubclass(type));
        } catch (ClassNotFoundException missing) {
            return Optional.empty();
        }
    }

    /**
     * Creates one by the only constructor of its class.
     *
     * @param name one of the names
     * @param arguments what the constructor takes
     * @throws IllegalArgumentException if there is no such name, or its class is missing
     */
    public T create(String name, Object... arguments) {
        Class<? extends T> found = find(name)
                .orElseThrow(() -> new IllegalArgumentException("server must have been compiled: \"" + name + "\""));
        try {
            return type.cast(found.getConstructors()[0].newInstance(arguments));
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("server must be made: " + name, failed.getCause());
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("server must have a public constructor: " + name, failed);
        }
    }
}
