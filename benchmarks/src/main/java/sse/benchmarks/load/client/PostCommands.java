package sse.benchmarks.load.client;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;

/**
 * Commands for publishers that post, in the loop of the subscribers, and their responses:
 *
 * <pre>
 *   post-open PORT CONNECTIONS PAYLOAD-BYTES   ok; the connections are open
 *   post-flood IN-FLIGHT                       ok; they post as fast as subscribers follow
 *   post-rate PER-SECOND                       ok; they post at a fixed rate
 *   post-stop                                  posted=…, all so far, each answered
 * </pre>
 *
 * For use by one thread.
 */
final class PostCommands implements Commands {
    private final ClientLoop<Subscribers> loop;

    PostCommands(ClientLoop<Subscribers> loop) {
        this.loop = loop;
    }

    @Override
    public Optional<String> answer(String... command)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (command[0]) {
            case "post-open" ->
                Optional.of(
                        loop.ok(all -> all.openPosters(number(command, 1), number(command, 2), number(command, 3))));
            case "post-flood" -> Optional.of(loop.ok(all -> all.posting().flood(number(command, 1))));
            case "post-rate" -> Optional.of(loop.ok(all -> all.posting().rate(Double.parseDouble(command[1]))));
            case "post-stop" -> {
                long posted = loop.ask(all -> all.posting().stop());
                Drain.of(loop, all -> all.posting().unanswered());
                yield Optional.of("posted=" + posted);
            }
            default -> Optional.empty();
        };
    }

    private static int number(String[] command, int at) {
        return Integer.parseInt(command[at]);
    }
}
