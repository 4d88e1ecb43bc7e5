package sse.benchmarks.load.client;

import java.io.IOException;

/**
 * A process with all subscribers, or all visitors. It answers {@link SubscriberCommands} and {@link VisitorCommands}
 * and ends with its input.
 */
public final class ClientMain {
    private ClientMain() {}

    /**
     * Runs subscribers and visitors until the input ends.
     *
     * @param args none
     */
    public static void main(String... args) throws IOException, InterruptedException {
        try (ClientLoop<Subscribers> subscribers = new ClientLoop<>(new SocketSubscribers());
                ClientLoop<Visitors> visitors = new ClientLoop<>(new Visitors())) {
            new BothCommands(new SubscriberCommands(subscribers), new VisitorCommands(visitors)).serve(System.out);
        }
    }
}
