package sse.benchmarks.load.client;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;

/**
 * Commands for askers, and their responses:
 *
 * <pre>
 *   ask PORT ASKERS TOKENS PAYLOAD-BYTES SPREAD-MILLIS   ok; they ask over and over from now on, see AskScript
 *   ask-begin                                            ok; a window of measuring begins
 *   ask-report                                           what happened in the window, see Askers and ReceiveStats
 *   ask-finish                                           outstanding=…, after waiting for the answers that are open
 *   ask-close                                            ok; all are disconnected
 * </pre>
 *
 * For use by one thread.
 */
final class AskerCommands implements Commands {
    private final ClientLoop<Askers> loop;

    AskerCommands(ClientLoop<Askers> loop) {
        this.loop = loop;
    }

    @Override
    public Optional<String> answer(String... command)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (command[0]) {
            case "ask" -> Optional.of(loop.ok(all -> all.begin(script(command))));
            case "ask-begin" -> Optional.of(loop.ok(Askers::beginWindow));
            case "ask-report" -> Optional.of(loop.ask(Askers::report));
            case "ask-finish" -> {
                loop.ok(Askers::finish);
                yield Optional.of(Drain.of(loop, Askers::outstanding));
            }
            case "ask-close" -> Optional.of(loop.ok(Askers::closeAll));
            default -> Optional.empty();
        };
    }

    private static AskScript script(String... command) {
        return new AskScript(
                number(command, 1),
                number(command, 2),
                number(command, 3),
                number(command, 4),
                TimeUnit.MILLISECONDS.toNanos(number(command, 5)));
    }

    private static int number(String[] command, int at) {
        return Integer.parseInt(command[at]);
    }
}
