package sse.benchmarks.load.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;

/**
 * Commands for visitors, and their responses:
 *
 * <pre>
 *   visit PORT VISITORS PAYLOAD-BYTES SEED UNIT-MILLIS   ok; visitors connect and leave from now on, see VisitTimes
 *   visit-http2 ...                                      the same over HTTP/2; the other commands are for those, then
 *   visits                                               counts so far, see ReceiveStats and Visitors.Counts
 *   settle                                               outstanding=…, visitors without an event since they last
 *                                                        connected; the others stay connected
 *   rest PUBLISHED                                       outstanding=…, after waiting for the remaining events
 *   leave                                                ok; all are disconnected
 * </pre>
 *
 * Confined to one thread.
 */
final class VisitorCommands implements Commands {
    private final ClientLoop<Visitors> overHttp1;
    private final ClientLoop<Visitors> overHttp2;
    private ClientLoop<Visitors> loop;

    /** Makes commands for visitors that have not begun. */
    VisitorCommands(ClientLoop<Visitors> overHttp1, ClientLoop<Visitors> overHttp2) {
        this.overHttp1 = overHttp1;
        this.overHttp2 = overHttp2;
        this.loop = overHttp1;
    }

    @Override
    public Optional<String> answer(String... command)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (command[0]) {
            case "visit", "visit-http2" -> {
                loop = command[0].equals("visit") ? overHttp1 : overHttp2;
                int visitors = Integer.parseInt(command[2]);
                yield Optional.of(loop.ok(all -> all.begin(visitors, script(command))));
            }
            case "visits" -> Optional.of(loop.ask(Visitors::report));
            case "settle" -> {
                loop.ok(Visitors::settle);
                yield Optional.of(Drain.of(loop, Visitors::awaited));
            }
            case "rest" -> Optional.of(Drain.of(loop, all -> all.outstanding(Long.parseLong(command[1]))));
            case "leave" -> Optional.of(loop.ok(Visitors::closeAll));
            default -> Optional.empty();
        };
    }

    private static Visitors.Script script(String... command) {
        return new Visitors.Script(
                Integer.parseInt(command[1]),
                Integer.parseInt(command[3]),
                Long.parseLong(command[4]),
                new VisitTimes(Duration.ofMillis(Long.parseLong(command[5]))));
    }
}
