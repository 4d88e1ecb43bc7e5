package sse.benchmarks.load.client;

import java.io.IOException;
import sse.benchmarks.load.server.Commands;

/**
 * A process with all subscribers, all visitors, or all askers. It answers {@link SubscriberCommands},
 * {@link PostCommands}, {@link VisitorCommands} and {@link AskerCommands} and ends with its input.
 */
public final class ClientMain {
    private ClientMain() {}

    /**
     * Runs subscribers, visitors and askers until the input ends.
     *
     * @param args none
     */
    public static void main(String... args) throws IOException, InterruptedException {
        try (ClientLoop<Subscribers> subscribers = new ClientLoop<>(new SocketSubscribers());
                ClientLoop<Visitors> visitors = new ClientLoop<>(new Visitors());
                ClientLoop<Askers> askers = new ClientLoop<>(new Askers())) {
            Commands streams = new BothCommands(new SubscriberCommands(subscribers), new PostCommands(subscribers));
            Commands others = new BothCommands(new VisitorCommands(visitors), new AskerCommands(askers));
            new BothCommands(streams, others).serve(System.out);
        }
    }
}
