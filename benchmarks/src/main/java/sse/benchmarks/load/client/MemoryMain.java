package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;
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
                ClientLoop loop = new ClientLoop(new MemorySubscribers())) {
            System.out.println(server.start());
            new Both(server, new SubscriberCommands(loop)).serve(System.out);
        }
    }

    private record Both(Commands server, Commands subscribers) implements Commands {
        @Override
        public Optional<String> answer(String... command)
                throws IOException, InterruptedException, ExecutionException, TimeoutException {
            Optional<String> answer = server.answer(command);
            return answer.isPresent() ? answer : subscribers.answer(command);
        }
    }
}
