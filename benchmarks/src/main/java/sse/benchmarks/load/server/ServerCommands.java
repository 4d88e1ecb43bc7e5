package sse.benchmarks.load.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commands of a server under load. The programs in C have the same:
 *
 * <pre>
 *   flood IN-FLIGHT PAYLOAD-BYTES    ok; publishes as fast as acks come on the control port
 *   rate PER-SECOND PAYLOAD-BYTES    ok; publishes at a fixed rate
 *   stop                             published=…, all so far
 *   streams                          streams=…
 *   heap                             heap=…, bytes live after collecting, or zero if there is no heap
 * </pre>
 *
 * <p>Those in Java also answer {@code counters}, with all that {@link BroadcastServer#counters} has.
 *
 * <p>For use by one thread.
 */
public final class ServerCommands implements Commands, AutoCloseable {
    private final BroadcastServer server;
    private final ServerSocket control;
    private final DeliveryAcks acks;
    private final Publisher publisher;

    /**
     * Takes a server, not started, and listens for acks.
     *
     * @param server the server that executes them
     */
    public ServerCommands(BroadcastServer server) throws IOException {
        this.server = server;
        this.control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.acks = new DeliveryAcks(control);
        this.publisher = new Publisher(server, acks);
    }

    /** Starts the server and returns the line that says where it is, and which process counts. */
    public String start() throws IOException {
        return "port=" + server.start() + " control=" + control.getLocalPort() + " pid=" + server.pid();
    }

    @Override
    public Optional<String> answer(String... command) throws IOException, InterruptedException {
        return switch (command[0]) {
            case "flood" -> {
                publisher.flood(Integer.parseInt(command[1]), payload(command));
                yield Optional.of("ok");
            }
            case "rate" -> {
                publisher.rate(Double.parseDouble(command[1]), payload(command));
                yield Optional.of("ok");
            }
            case "stop" -> Optional.of("published=" + publisher.stop());
            case "streams" -> Optional.of("streams=" + server.streams());
            case "heap" -> Optional.of("heap=" + server.liveHeapBytes());
            case "counters" -> Optional.of(counters());
            default -> Optional.empty();
        };
    }

    @Override
    public void close() throws IOException {
        acks.close();
        server.close();
    }

    private String counters() {
        return server.counters().entrySet().stream()
                .map(counter -> counter.getKey() + "=" + counter.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Payload payload(String... command) {
        return new Payload(Integer.parseInt(command[2]));
    }
}
