package sse.benchmarks.load.read;

import java.io.IOException;
import java.io.PrintStream;

/**
 * A process with one client that reads. First it prints {@code ok}, then it answers {@link ReaderCommands}; it ends
 * with its input.
 */
public final class ReaderMain {
    private ReaderMain() {}

    /**
     * Runs a client until the input ends.
     *
     * @param args the client's name
     */
    public static void main(String... args) {
        PrintStream replies = System.out;
        // Whatever a client prints is not an answer.
        System.setOut(System.err);
        int status = 0;
        try (EventReader reader = EventReaders.create(args[0])) {
            replies.println("ok");
            new ReaderCommands(reader).serve(replies);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            failure.printStackTrace(System.err);
            status = 1;
        }
        System.exit(status);
    }
}
