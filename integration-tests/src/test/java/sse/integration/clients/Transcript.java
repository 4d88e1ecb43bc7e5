package sse.integration.clients;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints what a client of another project hands to its user, one exchange after another. */
final class Transcript {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private static final int LONGEST_TEXT = 5 * 1024 * 1024;

    private Transcript() {}

    /** An exchange with a server. */
    @FunctionalInterface
    interface Exchange {
        void run() throws Exception;
    }

    /** Runs an exchange, and prints its failure if it fails. */
    static void attempt(String name, Exchange exchange) {
        print("== " + name);
        try {
            exchange.run();
        } catch (Exception failure) {
            failed(failure);
        }
    }

    static void failed(Throwable failure) {
        print("failed " + failure.getClass().getSimpleName() + " "
                + String.valueOf(failure.getMessage()).strip());
    }

    static void print(String line) {
        OUT.println(line);
    }

    /** Prints the end, and ends the process: some clients leave threads behind. */
    static void end() {
        print("end");
        System.exit(0);
    }

    /** Returns a question that is longer than the content of a request may be. */
    static String tooLong() {
        return "x".repeat(LONGEST_TEXT);
    }
}
