package sse.benchmarks.load.read;

import java.io.IOException;
import java.util.Optional;
import sse.benchmarks.load.server.Commands;

/**
 * A process with the server that clients read from. First it prints {@code port=…}, then it answers commands, and ends
 * with its input:
 *
 * <pre>
 *   streams               streams=…, open now
 *   restart DOWN-MILLIS   up=…, when it listens again
 *   accepted              accepted=… peak=…, connections since the restart, and the most of a tenth of a second
 * </pre>
 */
public final class ReaderServerMain {
    private ReaderServerMain() {}

    /**
     * Runs the server until the input ends.
     *
     * @param args the bytes of the data of an event
     */
    public static void main(String... args) throws IOException, InterruptedException {
        try (ReaderServer server = new ReaderServer(Integer.parseInt(args[0]))) {
            System.out.println("port=" + server.port());
            Commands commands = command -> answer(server, command);
            commands.serve(System.out);
        }
    }

    private static Optional<String> answer(ReaderServer server, String... command) throws InterruptedException {
        return switch (command[0]) {
            case "streams" -> Optional.of("streams=" + server.streams());
            case "restart" -> Optional.of("up=" + server.restart(Long.parseLong(command[1])));
            case "accepted" -> Optional.of("accepted=" + server.accepted() + " peak=" + server.peak());
            default -> Optional.empty();
        };
    }
}
