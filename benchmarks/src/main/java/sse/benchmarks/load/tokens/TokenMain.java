package sse.benchmarks.load.tokens;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import sse.benchmarks.load.server.Commands;
import sse.benchmarks.load.server.LiveHeap;

/**
 * A process with one server that answers with tokens. First it prints {@code port=…}, then it answers {@code heap} with
 * {@code heap=…}, the bytes live after collecting; it ends with its input.
 */
public final class TokenMain {
    private TokenMain() {}

    /**
     * Runs a server until the input ends.
     *
     * @param args the server's name, the tokens of an answer, the milliseconds between two of them, and their bytes
     */
    public static void main(String... args) {
        PrintStream replies = System.out;
        // Whatever a server prints is not an answer.
        System.setOut(System.err);
        int status = 0;
        try (TokenModel model = new TokenModel(number(args, 1), number(args, 2), number(args, 3));
                TokenServer server = TokenServers.create(args[0], model)) {
            replies.println("port=" + server.start());
            Commands commands = TokenMain::answer;
            commands.serve(replies);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            failure.printStackTrace(System.err);
            status = 1;
        }
        // Threads of a server that are no daemons would keep the process.
        System.exit(status);
    }

    private static Optional<String> answer(String... command) {
        return command[0].equals("heap") ? Optional.of("heap=" + LiveHeap.bytes()) : Optional.empty();
    }

    private static int number(String[] args, int at) {
        return Integer.parseInt(args[at]);
    }
}
