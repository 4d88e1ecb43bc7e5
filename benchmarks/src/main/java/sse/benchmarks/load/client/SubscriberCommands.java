package sse.benchmarks.load.client;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;

/**
 * Commands for subscribers, and their responses:
 *
 * <pre>
 *   control PORT                      ok; acks for complete publications go there
 *   open PORT STREAMS PAYLOAD-BYTES   opened=… nanos=…, when all heads have come
 *   stall PORT STREAMS                ok; they are never read
 *   begin                             ok; a window of measuring begins
 *   report                            what happened in the window, see ReceiveStats
 *   drain PUBLISHED                   outstanding=…, after waiting while the rest comes
 *   close                             ok; all streams are closed
 * </pre>
 *
 * For use by one thread.
 */
final class SubscriberCommands implements Commands {
    private final ClientLoop<Subscribers> loop;

    SubscriberCommands(ClientLoop<Subscribers> loop) {
        this.loop = loop;
    }

    @Override
    public Optional<String> answer(String... command)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (command[0]) {
            case "control" -> Optional.of(loop.ok(all -> all.connectControl(number(command, 1))));
            case "open" ->
                Optional.of(ClientLoop.await(loop.submit((all, answer) ->
                        all.open(number(command, 1), number(command, 2), number(command, 3), answer))));
            case "stall" -> Optional.of(loop.ok(all -> all.stall(number(command, 1), number(command, 2))));
            case "begin" -> Optional.of(loop.ok(all -> all.stats().begin()));
            case "report" -> Optional.of(loop.ask(all -> all.stats().report()));
            case "drain" -> Optional.of(Drain.of(loop, all -> all.outstanding(Long.parseLong(command[1]))));
            case "close" -> Optional.of(loop.ok(Subscribers::closeAll));
            default -> Optional.empty();
        };
    }

    private static int number(String[] command, int at) {
        return Integer.parseInt(command[at]);
    }
}
