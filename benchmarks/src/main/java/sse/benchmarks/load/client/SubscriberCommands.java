package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;

/**
 * What the subscribers are told:
 *
 * <pre>
 *   control PORT                      ok; credits for complete publications go there
 *   open PORT STREAMS PAYLOAD-BYTES   opened=… nanos=…, when all heads have come
 *   stall PORT STREAMS                ok; they are never read
 *   begin                             ok; a window of measuring begins
 *   report                            what happened in the window, see Tally
 *   drain PUBLISHED                   outstanding=…, after waiting while the rest comes
 *   close                             ok; all streams are closed
 * </pre>
 *
 * For use by one thread.
 */
final class SubscriberCommands implements Commands {
    private static final long OPEN_SECONDS = 100;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DRAIN_POLL_MILLIS = 20;

    private final ClientLoop loop;

    SubscriberCommands(ClientLoop loop) {
        this.loop = loop;
    }

    @Override
    public Optional<String> answer(String... command)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (command[0]) {
            case "control" -> ok(all -> all.connectControl(number(command, 1)));
            case "open" ->
                Optional.of(await(loop.submit((all, answer) ->
                        all.open(number(command, 1), number(command, 2), number(command, 3), answer))));
            case "stall" -> ok(all -> all.stall(number(command, 1), number(command, 2)));
            case "begin" -> ok(all -> all.tally().begin());
            case "report" -> Optional.of(await(loop.call(all -> all.tally().report())));
            case "drain" -> Optional.of("outstanding=" + drain(Long.parseLong(command[1])));
            case "close" -> ok(Subscribers::closeAll);
            default -> Optional.empty();
        };
    }

    /** Waits as long as something comes. */
    private long drain(long published) throws InterruptedException, ExecutionException, TimeoutException {
        long last = Long.MAX_VALUE;
        long progressNanos = System.nanoTime();
        while (true) {
            long outstanding = await(loop.call(all -> all.outstanding(published)));
            if (outstanding == 0 || System.nanoTime() - progressNanos > DRAIN_NANOS) {
                return outstanding;
            }
            if (outstanding < last) {
                last = outstanding;
                progressNanos = System.nanoTime();
            }
            Thread.sleep(DRAIN_POLL_MILLIS);
        }
    }

    private Optional<String> ok(Action action) throws InterruptedException, ExecutionException, TimeoutException {
        return Optional.of(await(loop.call(all -> {
            action.run(all);
            return "ok";
        })));
    }

    private static <T> T await(CompletableFuture<T> result)
            throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(OPEN_SECONDS, TimeUnit.SECONDS);
    }

    private static int number(String[] command, int at) {
        return Integer.parseInt(command[at]);
    }

    /** What the loop does, with nothing to say of it. */
    private interface Action {
        void run(Subscribers subscribers) throws IOException;
    }
}
