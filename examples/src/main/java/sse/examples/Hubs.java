package sse.examples;

import java.io.IOException;
import java.nio.file.Path;
import sse.api.Hub;
import sse.history.file.FileHistory;

/** The hub of an example: in memory, or with a history in the directory that the user names. */
public final class Hubs {
    private Hubs() {}

    /** Returns true if the system property {@code history} names a directory. */
    static boolean isDurable() {
        return !directory().isEmpty();
    }

    /**
     * Opens the hub of an example, which is closed with the process.
     *
     * @return the hub; its topics survive a restart if the system property {@code history} names a directory
     * @throws IllegalStateException if the history cannot be opened
     */
    public static Hub open() {
        Hub.Builder builder = Hub.builder();
        if (isDurable()) {
            builder.history(openHistory());
        }
        Hub hub = builder.build();
        Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "hub-close"));
        return hub;
    }

    private static FileHistory openHistory() {
        try {
            return FileHistory.open(Path.of(directory()));
        } catch (IOException failure) {
            throw new IllegalStateException("history could not be opened: " + failure.getMessage(), failure);
        }
    }

    private static String directory() {
        return System.getProperty("history", "");
    }
}
