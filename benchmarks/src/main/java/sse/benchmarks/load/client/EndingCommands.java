package sse.benchmarks.load.client;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;

/**
 * Commands for clients that wait for the end of their streams, and their responses:
 *
 * <pre>
 *   await-end PORT STREAMS   outstanding=…, streams whose head has not come
 *   ends                     open=…, not ended after a while without an end; finished=…, complete responses; closing=…,
 *                            those whose last event is the closing event with a reconnection time; delays=…, how many
 *                            different ones; cut=…, ended within the response
 * </pre>
 *
 * For use by one thread.
 */
final class EndingCommands implements Commands {
    private final ClientLoop<Endings> loop;

    EndingCommands(ClientLoop<Endings> loop) {
        this.loop = loop;
    }

    @Override
    public Optional<String> answer(String... command)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (command[0]) {
            case "await-end" -> {
                loop.ok(all -> all.open(Integer.parseInt(command[1]), Integer.parseInt(command[2])));
                yield Optional.of(Drain.of(loop, Endings::awaited));
            }
            case "ends" -> {
                Drain.of(loop, Endings::open);
                yield Optional.of(loop.ask(Endings::report));
            }
            default -> Optional.empty();
        };
    }
}
