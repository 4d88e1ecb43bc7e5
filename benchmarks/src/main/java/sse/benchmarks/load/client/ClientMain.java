package sse.benchmarks.load.client;

import java.io.IOException;

/** A process with all subscribers. It answers {@link SubscriberCommands} and ends with its input. */
public final class ClientMain {
    private ClientMain() {}

    /**
     * Runs subscribers until the input ends.
     *
     * @param args none
     */
    public static void main(String... args) throws IOException, InterruptedException {
        try (ClientLoop loop = new ClientLoop(new SocketSubscribers())) {
            new SubscriberCommands(loop).serve(System.out);
        }
    }
}
