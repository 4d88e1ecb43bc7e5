package sse.benchmarks.load.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process with all subscribers. Each line of its input is a command, answered by one line; it ends with its input.
 *
 * <pre>
 *   control PORT                      ok; credits for complete publications go there
 *   open PORT STREAMS PAYLOAD-BYTES   opened=… nanos=…, when all heads have come
 *   stall PORT STREAMS                ok; they are never read
 *   begin                             ok; a window of measuring begins
 *   report                            what happened in the window, see Tally
 *   drain PUBLISHED                   outstanding=…, after waiting a while for the rest
 *   close                             ok; all streams are closed
 *   quit
 * </pre>
 */
public final class ClientMain {
    private static final long OPEN_SECONDS = 60;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DRAIN_POLL_MILLIS = 20;

    private final ClientLoop loop;

    private ClientMain(ClientLoop loop) {
        this.loop = loop;
    }

    /**
     * Runs subscribers until the input ends.
     *
     * @param args none
     */
    public static void main(String... args) throws IOException, InterruptedException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (ClientLoop loop = new ClientLoop()) {
            new ClientMain(loop).answer(commands, System.out);
        }
    }

    private void answer(BufferedReader commands, PrintStream replies) throws IOException, InterruptedException {
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            try {
                replies.println(answer(line.split(" ")));
            } catch (ExecutionException failure) {
                replies.println("error=" + failure.getCause());
            } catch (TimeoutException | RuntimeException failure) {
                replies.println("error=" + failure);
            }
        }
    }

    private String answer(String[] command) throws InterruptedException, ExecutionException, TimeoutException {
        return switch (command[0]) {
            case "control" -> ok(all -> all.connectControl(number(command, 1)));
            case "open" ->
                within(
                        OPEN_SECONDS,
                        loop.submit((all, answer) ->
                                all.open(number(command, 1), number(command, 2), number(command, 3), answer)));
            case "stall" -> ok(all -> all.stall(number(command, 1), number(command, 2)));
            case "begin" -> ok(all -> all.tally().begin());
            case "report" -> within(OPEN_SECONDS, loop.call(all -> all.tally().report()));
            case "drain" -> "outstanding=" + drain(Long.parseLong(command[1]));
            case "close" -> ok(Subscribers::closeAll);
            default -> throw new IllegalArgumentException("command must be known: " + command[0]);
        };
    }

    private long drain(long published) throws InterruptedException, ExecutionException, TimeoutException {
        long deadlineNanos = System.nanoTime() + DRAIN_NANOS;
        while (true) {
            long outstanding = within(OPEN_SECONDS, loop.call(all -> all.outstanding(published)));
            if (outstanding == 0 || System.nanoTime() - deadlineNanos > 0) {
                return outstanding;
            }
            Thread.sleep(DRAIN_POLL_MILLIS);
        }
    }

    private String ok(Action action) throws InterruptedException, ExecutionException, TimeoutException {
        return within(OPEN_SECONDS, loop.call(all -> {
            action.run(all);
            return "ok";
        }));
    }

    private static <T> T within(long seconds, CompletableFuture<T> result)
            throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(seconds, TimeUnit.SECONDS);
    }

    private static int number(String[] command, int at) {
        return Integer.parseInt(command[at]);
    }

    /** What the loop does, with nothing to say of it. */
    private interface Action {
        void run(Subscribers subscribers) throws IOException;
    }
}
