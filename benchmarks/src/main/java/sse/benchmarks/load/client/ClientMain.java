package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.List;
import sse.benchmarks.load.server.Commands;

/**
 * A process with all subscribers, all visitors, or all askers. It answers {@link SubscriberCommands},
 * {@link PostCommands}, {@link VisitorCommands}, {@link EndingCommands} and {@link AskerCommands} and ends with its
 * input.
 */
public final class ClientMain {
    /** The argument that has subscribers and visitors speak TLS. */
    public static final String TLS = "tls";

    private ClientMain() {}

    /**
     * Runs subscribers, visitors and askers until the input ends.
     *
     * @param args {@code tls} if subscribers and visitors are to speak TLS
     */
    public static void main(String... args) throws IOException, InterruptedException {
        Connector connector = List.of(args).contains(TLS) ? new TlsConnector() : Connector.plain();
        try (ClientLoop<Subscribers> subscribers = new ClientLoop<>(new SocketSubscribers(connector));
                ClientLoop<Visitors> visitors = new ClientLoop<>(new Visitors(new SocketVisits(connector)));
                ClientLoop<Visitors> http2 = new ClientLoop<>(new Visitors(new Http2Visits()));
                ClientLoop<Endings> endings = new ClientLoop<>(new Endings());
                ClientLoop<Askers> askers = new ClientLoop<>(new Askers())) {
            Commands streams = new BothCommands(new SubscriberCommands(subscribers), new PostCommands(subscribers));
            Commands others = new BothCommands(new VisitorCommands(visitors, http2), new AskerCommands(askers));
            new BothCommands(new BothCommands(streams, others), new EndingCommands(endings)).serve(System.out);
        }
    }
}
