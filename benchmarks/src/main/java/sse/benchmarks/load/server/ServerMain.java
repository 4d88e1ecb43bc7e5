package sse.benchmarks.load.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/**
 * A process with one server under load. First it prints {@code port=… control=…}; then each line of its input is a command, answered by one line; it ends with its
 * input. The C programs speak the same:
 *
 * <pre>
 *   flood IN-FLIGHT PAYLOAD-BYTES    publishes as fast as credits come on the control port
 *   rate PER-SECOND PAYLOAD-BYTES    publishes at a fixed rate
 *   stop                             published=…, all so far
 *   streams                          streams=…
 *   heap                             heap=…, bytes live after collecting
 *   quit
 * </pre>
 */
public final class ServerMain {
    private static final int COLLECTIONS = 3;

    private final BroadcastServer server;
    private final Publisher publisher;

    private ServerMain(BroadcastServer server, Publisher publisher) {
        this.server = server;
        this.publisher = publisher;
    }

    /**
     * Runs a server until the input ends.
     *
     * @param args the server's name
     */
    public static void main(String... args) throws Exception {
        PrintStream replies = System.out;
        // Whatever a server prints is not an answer.
        System.setOut(System.err);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Credits credits = new Credits(listener);
                BroadcastServer server = Servers.create(args[0])) {
            replies.println("port=" + server.start() + " control=" + listener.getLocalPort());
            var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            new ServerMain(server, new Publisher(server, credits)).answer(commands, replies);
        }
        // Threads of a server that are no daemons would keep the process.
        System.exit(0);
    }

    private void answer(BufferedReader commands, PrintStream replies) throws IOException, InterruptedException {
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            try {
                replies.println(answer(line.split(" ")));
            } catch (IOException | RuntimeException failure) {
                replies.println("error=" + failure);
            }
        }
    }

    private String answer(String[] command) throws IOException, InterruptedException {
        return switch (command[0]) {
            case "flood" -> {
                publisher.flood(Integer.parseInt(command[1]), payload(command));
                yield "ok";
            }
            case "rate" -> {
                publisher.rate(Double.parseDouble(command[1]), payload(command));
                yield "ok";
            }
            case "stop" -> "published=" + publisher.stop();
            case "streams" -> "streams=" + server.streams();
            case "heap" -> "heap=" + liveHeapBytes();
            default -> throw new IllegalArgumentException("command must be known: " + command[0]);
        };
    }

    private static Payload payload(String[] command) {
        return new Payload(Integer.parseInt(command[2]));
    }

    private static long liveHeapBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
