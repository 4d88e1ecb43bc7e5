package sse.benchmarks.load.server;

import java.io.IOException;
import java.io.PrintStream;

/**
 * A process with one server under load. First it prints {@code port=… control=… pid=…}, then it answers
 * {@link ServerCommands}; it ends with its input.
 */
public final class ServerMain {
    private ServerMain() {}

    /**
     * Runs a server until the input ends.
     *
     * @param args the server's name
     */
    public static void main(String... args) {
        PrintStream replies = System.out;
        // Whatever a server prints is not an answer.
        System.setOut(System.err);
        int status = 0;
        try (ServerCommands commands = new ServerCommands(Servers.create(args[0]))) {
            replies.println(commands.start());
            commands.serve(replies);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            failure.printStackTrace(System.err);
            status = 1;
        }
        // Threads of a server that are no daemons would keep the process.
        System.exit(status);
    }
}
