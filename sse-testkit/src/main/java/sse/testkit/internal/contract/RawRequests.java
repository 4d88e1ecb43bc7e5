package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sse.api.Headers;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamHandler;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.RawConversation.Ending;
import sse.testkit.internal.contract.RawConversation.Result;
import sse.testkit.internal.contract.RawConversation.Script;
import sse.testkit.internal.contract.support.Eventually;

/**
 * Duties 2, 3 and 5 of {@link sse.api.spi.Transport}: the interpretation of bytes. Input that is not HTTP/1.x (RFC
 * 9112) reaches neither the core nor the log.
 */
public abstract class RawRequests extends ContractTest {
    private static final int AT_ONCE = 64;

    /** Creates the part. */
    protected RawRequests() {}

    // Transport 2, 3
    @TestFactory
    Stream<DynamicTest> reads() {
        assumeCan(TransportAbility.SOCKETS);
        EchoServer server = closedAfterTest(new EchoServer(setting(), RawRequest.LIMITS, ticker));
        RawRun run = new RawRun(
                setting(),
                scripts -> RawConversation.haveAll(to(server.address()), scripts, Ending.CLIENT).stream()
                        .map(had -> outcome(server, had))
                        .toList(),
                requests -> leftOpen(server, requests));
        return run.tests(RawRequest.all());
    }

    private List<String> leftOpen(EchoServer server, List<RawRequest> requests) {
        List<Script> scripts =
                requests.stream().map(given -> Script.whole(given.bytes())).toList();
        List<Integer> answers = requests.stream().map(RawRequest::answerCount).toList();
        return RawConversation.haveAllOpen(to(server.address()), scripts, answers).stream()
                .map(had -> outcome(server, had.result())
                        + (had.answered() ? "" : " (only when the client ended its side)"))
                .toList();
    }

    private RawConversation.Connector to(InetSocketAddress server) {
        return timeoutMillis -> setting().connect(server, timeoutMillis);
    }

    private static String outcome(EchoServer server, Result had) {
        return RawOutcome.of(server.takeSeenFrom(had.port()), had.received());
    }

    // Transport 2, 3
    @TestFactory
    Stream<DynamicTest> answers() {
        assumeCan(TransportAbility.SOCKETS);
        TestServer server = serve(RawRequests::addRoutes);
        RawRun run = new RawRun(
                setting(),
                scripts -> answers(server, scripts),
                requests -> answers(
                        server,
                        requests.stream()
                                .map(given -> Script.whole(given.bytes()))
                                .toList()));
        return run.tests(RawRequest.answers());
    }

    private static void addRoutes(SseServer.Builder builder) {
        StreamHandler handler = stream -> {
            stream.send("hello");
            stream.close();
        };
        builder.stream("/stream", handler).stream("/both", handler)
                .respond("/both", request -> Response.text(request.method() + " " + request.text()))
                .respond("/page", request -> Response.text(request.method() + " " + request.text()));
    }

    private List<String> answers(TestServer server, List<Script> scripts) {
        List<Result> had = RawConversation.haveAll(to(server.server().address()), scripts, Ending.SERVER);
        return IntStream.range(0, scripts.size())
                .mapToObj(
                        i -> RawAnswers.of(had.get(i).received(), scripts.get(i).isHead(), "data: hello\n\n"))
                .toList();
    }

    // Transport 3
    @Test
    void sendsNo100ContinueToHttp10() {
        assumeCan(TransportAbility.INVITES_CONTENT);
        EchoServer server = closedAfterTest(new EchoServer(setting(), RawRequest.LIMITS, ticker));
        byte[] request = "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"
                .getBytes(StandardCharsets.US_ASCII);

        Script script = Script.byteByByte(request);
        String received = RawConversation.haveAll(to(server.address()), List.of(script, script), Ending.SERVER)
                .get(0)
                .received();

        assertTrue(received.startsWith("HTTP/1.1 200 OK\r\n"), received);
    }

    // Transport 3
    @Test
    void listsOnlyKnownRequests() {
        List<String> names = Stream.concat(RawRequest.all().stream(), RawRequest.answers().stream())
                .map(RawRequest::name)
                .toList();
        Set<String> unknown = new TreeSet<>(setting().otherwise().keySet());
        names.forEach(unknown::remove);

        assertEquals(Set.of(), unknown);
        assertEquals(names.size(), Set.copyOf(names).size());
    }

    // Transport 3
    @Test
    void servesOthersWhileOneIsRefused() {
        assumeCan(TransportAbility.SOCKETS);
        BareServer server = serveBare();
        try (TestConnection bad = server.client().open()) {
            bad.sendRaw("GET / HTTP/1.1\r\n\r\n");
            assertEquals(400, bad.receive().status());
            assertServed(server);
        }
    }

    // Transport 5
    @Test
    void logsNothingAboutMalformedRequests() {
        assumeCan(TransportAbility.SOCKETS);
        try (LogWatch log = LogWatch.onAll()) {
            // A handshake for each takes too long.
            int step = setting().tls().isPresent() ? 16 : 1;
            List<RawRequest> all = RawRequest.all();
            List<RawRequest> requests = IntStream.range(0, all.size())
                    .filter(i -> i % step == 0)
                    .mapToObj(all::get)
                    .toList();
            try (EchoServer echo = new EchoServer(setting(), RawRequest.LIMITS, ticker)) {
                sendToEnd(echo, requests);
            }
            BareServer server = serveBare();
            requests.forEach(request -> sendAndLeave(server, request));
            TestConnection left = server.client().open();
            left.send("GET", "/left", Headers.empty(), "");
            BareExchange exchange = nextExchange(server, "/left");
            left.reset();
            exchange.respond(Response.text("x".repeat(1 << 20)));

            assertServed(server);
            server.close();
            log.assertQuiet();
        }
    }

    // Transport 5
    @Test
    void logsNothingAboutStreamsWhoseClientsLeave() {
        try (LogWatch log = LogWatch.onAll()) {
            BareServer server = serveBare();
            for (int i = 0; i < 6; i++) {
                TestConnection client = server.client().withWindow(4096).open();
                client.send("GET", "/", Headers.empty(), "");
                BareStream stream = server.nextExchange().open();
                if (i >= 3) {
                    fill(stream);
                }
                if (i % 3 == 0) {
                    client.close();
                } else if (i % 3 == 1) {
                    client.reset();
                } else {
                    client.halfClose();
                    client.close();
                }
                Eventually.holds("write fails", () -> stream.closedCalls() > 0 || stream.writeFails());
                stream.abort();
                awaitClosed(stream);
            }
            server.close();

            log.assertQuiet();
        }
    }

    /** Sends requests to a server that reads each of them to its end. */
    private void sendToEnd(EchoServer server, List<RawRequest> requests) {
        for (int from = 0; from < requests.size(); from += AT_ONCE) {
            List<Script> some = requests.subList(from, Math.min(from + AT_ONCE, requests.size())).stream()
                    .map(given -> Script.whole(given.bytes()))
                    .toList();
            RawConversation.haveAll(to(server.address()), some, Ending.CLIENT);
        }
    }

    private static void sendAndLeave(BareServer server, RawRequest given) {
        TestConnection client = server.client().open();
        client.sendRaw(new String(given.bytes(), StandardCharsets.ISO_8859_1));
        client.reset();
    }

    private static void assertServed(BareServer server) {
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/served", Headers.empty(), "");
            nextExchange(server, "/served").respond(Response.text("served"));
            assertEquals("served", client.receive().text());
        }
    }

    /** Ignores earlier requests, whose clients have disconnected. */
    private static BareExchange nextExchange(BareServer server, String target) {
        BareExchange exchange = server.nextExchange();
        while (!exchange.request().target().equals(target)) {
            exchange = server.nextExchange();
        }
        return exchange;
    }
}
