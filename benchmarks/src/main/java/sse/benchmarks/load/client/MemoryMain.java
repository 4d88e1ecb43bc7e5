package sse.benchmarks.load.client;

import java.io.IOException;
import sse.benchmarks.load.server.MemoryBroadcast;
import sse.benchmarks.load.server.ServerCommands;

/** A process with a server in memory and its subscribers: it answers what both answer. */
public final class MemoryMain {
    private MemoryMain() {}

    /**
     * Runs both until the input ends.
     *
     * @param args none
     */
    public static void main(String... args) throws IOException, InterruptedException {
        try (ServerCommands server = new ServerCommands(new MemoryBroadcast());
                ClientLoop<Subscribers> loop = new ClientLoop<>(new MemorySubscribers())) {
            System.out.println(server.start());
            new BothCommands(server, new SubscriberCommands(loop)).serve(System.out);
        }
    }
}
