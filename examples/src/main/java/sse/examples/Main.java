package sse.examples;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sse.api.SseServer;
import sse.examples.agents.A2a;
import sse.examples.agents.Mcp;
import sse.examples.agents.Resume;
import sse.examples.cluster.Cluster;
import sse.examples.dashboard.Dashboard;

/** Starts an example by its name and serves until the process is terminated. */
public final class Main {
    private static final Map<String, Example> EXAMPLES = Stream.of(
                    A2a.EXAMPLE,
                    Chat.EXAMPLE,
                    Cluster.EXAMPLE,
                    Dashboard.EXAMPLE,
                    Datastar.EXAMPLE,
                    Mcp.EXAMPLE,
                    Messages.EXAMPLE,
                    Relay.EXAMPLE,
                    Resume.EXAMPLE,
                    Ticks.EXAMPLE)
            .collect(Collectors.toMap(Example::name, Function.identity(), (one, other) -> one, TreeMap::new));

    private Main() {}

    /** A mistake of the user, with a message that names the remedy. */
    private static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /**
     * Starts an example.
     *
     * @param args the example's name; the system property {@code port} is the port to listen on
     * @throws InterruptedException if the thread is interrupted while it serves
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            SseServer server = start(example(args), port());
            // Closes every stream in order, so that clients reconnect at once instead of waiting for a dead connection.
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
            server.awaitClose();
        } catch (UsageException | IllegalStateException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    private static SseServer start(Example example, int port) throws UsageException {
        try {
            SseServer server = example.starter().start(SseServer.builder().port(port));
            String origin = "http://localhost:" + server.port();
            System.out.println(example.name() + " on " + server.transportName() + ":");
            for (Example.Page page : example.pages()) {
                System.out.println("  " + origin + page.path() + "  " + page.what());
            }
            System.out.println("Ctrl-C ends it");
            return server;
        } catch (IOException notBound) {
            throw new UsageException(notBound.getMessage() + ". Choose another port: mvn -pl examples run -Dport="
                    + (port + 1) % 65_536);
        }
    }

    private static Example example(String[] args) throws UsageException {
        String name = args.length == 0 ? Ticks.EXAMPLE.name() : args[0];
        Example example = EXAMPLES.get(name);
        if (example == null) {
            throw new UsageException("no example named \"" + name + "\"; found " + List.copyOf(EXAMPLES.keySet())
                    + ". Choose one: mvn -pl examples run -Dexample=" + Ticks.EXAMPLE.name());
        }
        return example;
    }

    private static int port() throws UsageException {
        String text = System.getProperty("port", "8080");
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (port >= 0 && port <= 65_535) {
            return port;
        }
        throw new UsageException("port must be a number between 0 and 65535: \"" + text
                + "\". Choose one: mvn -pl examples run -Dport=8080");
    }
}
