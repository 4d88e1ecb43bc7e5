package sse.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sse.conformance.CaseResult.Outcome;

/**
 * The command line: {@code server URL} checks a server, {@code client [PORT]} serves the cases to a client. A line for
 * each case that has not passed, then the numbers; the exit status is 0 if none has failed, 1 if one has, 2 if the
 * arguments are wrong.
 */
public final class Main {
    private static final String USAGE = """
        usage: java -jar sse-conformance.jar COMMAND

        server URL [--gone URL] [--seconds N]
            checks the server of the stream at URL: its head, framing, first bytes, ids, resuming, methods.
            --gone is an address that it answers 204. It is listened to for N seconds, 3 unless given.

        client [URL] [--seconds N]
            serves the cases at URL, by default http://localhost:0/ with a free port: gets /cases, reads each
            stream, posts its events. Ends when all are reported, or after N seconds, 600 unless given.
        """;

    private final List<String> arguments;
    private final PrintStream out;

    private Main(List<String> arguments, PrintStream out) {
        this.arguments = new ArrayList<>(arguments);
        this.out = out;
    }

    /**
     * Runs a command and exits.
     *
     * @param arguments the command and its arguments
     * @throws Exception if the port of {@code client} cannot be bound
     */
    public static void main(String... arguments) throws Exception {
        System.exit(new Main(List.of(arguments), System.out).run());
    }

    private int run() throws IOException, InterruptedException {
        try {
            String command = next().orElse("");
            if (command.equals("server")) {
                return server();
            }
            if (command.equals("client")) {
                return client();
            }
            throw new IllegalArgumentException("command must be server or client: " + command);
        } catch (IllegalArgumentException misuse) {
            out.println(misuse.getMessage());
            out.println();
            out.print(USAGE);
            return 2;
        }
    }

    private int server() {
        Optional<URI> gone = option("--gone").map(URI::create);
        Optional<Duration> listening = seconds();
        ServerConformance server = ServerConformance.of(
                URI.create(next().orElseThrow(() -> new IllegalArgumentException("server must have a URL"))));
        requireNoMore();
        if (gone.isPresent()) {
            server = server.withGone(gone.get());
        }
        if (listening.isPresent()) {
            server = server.withListening(listening.get());
        }
        return print(server.run());
    }

    private int client() throws IOException, InterruptedException {
        Duration timeout = seconds().orElse(Duration.ofMinutes(10));
        int port = next().map(url -> URI.create(url).getPort()).orElse(0);
        requireNoMore();
        try (ClientConformance client = ClientConformance.start(Math.max(0, port))) {
            out.println("cases at " + client.uri());
            client.awaitReports(timeout);
            return print(client.results());
        }
    }

    private int print(List<CaseResult> results) {
        results.stream().filter(result -> result.outcome() != Outcome.PASSED).forEach(out::println);
        out.println(count(results, Outcome.PASSED) + " passed, " + count(results, Outcome.FAILED) + " failed, "
                + count(results, Outcome.WARNED) + " warned, " + count(results, Outcome.SKIPPED) + " skipped");
        return count(results, Outcome.FAILED) == 0 ? 0 : 1;
    }

    private static long count(List<CaseResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private Optional<Duration> seconds() {
        return option("--seconds").map(value -> {
            if (!value.matches("[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException("seconds must be from 1 to 9999: " + value);
            }
            return Duration.ofSeconds(Integer.parseInt(value));
        });
    }

    private Optional<String> option(String name) {
        int at = arguments.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == arguments.size()) {
            throw new IllegalArgumentException(name + " must have a value");
        }
        arguments.remove(at);
        return Optional.of(arguments.remove(at));
    }

    private Optional<String> next() {
        return arguments.isEmpty() ? Optional.empty() : Optional.of(arguments.remove(0));
    }

    private void requireNoMore() {
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("argument must be one that the command has: " + arguments.get(0));
        }
    }
}
