package sse.benchmarks.load.read;

import java.util.List;
import java.util.Optional;
import sse.benchmarks.load.server.NamedClasses;

/** The clients by name. */
public final class EventReaders {
    private static final NamedClasses<EventReader> CLASSES = new NamedClasses<>(
            EventReader.class,
            "iterable",
            "SourceIterableReader",
            "publisher",
            "SourcePublisherReader",
            "okhttp-eventsource",
            "OkHttpEventSourceReader",
            "okhttp-sse",
            "OkHttpSseReader",
            "spring-webclient",
            "WebClientReader",
            "vertx",
            "VertxReader");

    private EventReaders() {}

    /** Returns the names, this library's first. */
    public static List<String> names() {
        return CLASSES.names();
    }

    /**
     * Finds a client's class.
     *
     * @param name one of the names
     * @return the class
     * @throws IllegalArgumentException if there is no such name
     */
    public static Optional<Class<? extends EventReader>> find(String name) {
        return CLASSES.find(name);
    }

    /**
     * Makes a client.
     *
     * @param name one of the names
     */
    public static EventReader create(String name) {
        return CLASSES.create(name);
    }
}
