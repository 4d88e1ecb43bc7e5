package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sse.api.Headers;
import sse.api.Response;
import sse.testkit.TestConnection;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.RawConversation.Result;
import sse.testkit.internal.contract.RawConversation.Script;

/** Duties 2, 3 and 5 of {@link sse.api.spi.Transport}: what it makes of bytes, and that what is not HTTP/1.x (RFC 9112) reaches neither the core nor the log. */
public abstract class RawRequests extends ContractTest {
    private static final int AT_ONCE = 64;

    /** Makes the part. */
    protected RawRequests() {}

    // Transport 2, 3
    @TestFactory
    Stream<DynamicTest> reads() {
        assumeCan(TransportAbility.SOCKETS);
        EchoServer server = closedAfterTest(new EchoServer(setting(), RawRequest.LIMITS, ticker));
        List<RawRequest> cases = RawRequest.all();
        Map<String, String> outcomes = byteByByte(server, cases);
        return cases.stream().map(given -> {
            List<String> wrong = new ArrayList<>();
            compare(given, "byte by byte", outcomes.getOrDefault(given.name(), ""), wrong);
            return test(server, given, wrong);
        });
    }

    private DynamicTest test(EchoServer server, RawRequest given, List<String> wrong) {
        String reason = setting().otherwise().get(given.name());
        if (reason == null) {
            return dynamicTest(given.toString(), () -> {
                atEverySplit(server, given, wrong);
                assertEquals(List.of(), wrong);
            });
        }
        return dynamicTest(given + " cannot be: " + reason, () -> {
            atEverySplit(server, given, wrong);
            assertTrue(
                    !wrong.isEmpty(),
                    "must not be listed: " + setting().transport().name() + " can read it");
        });
    }

    // Transport 3
    @Test
    void listsOnlyRequestsThatThereAre() {
        Set<String> unknown = new LinkedHashSet<>(setting().otherwise().keySet());
        RawRequest.all().forEach(given -> unknown.remove(given.name()));

        assertEquals(Set.of(), unknown);
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
    void logsNothingAboutClientsThatMisbehave() {
        assumeCan(TransportAbility.SOCKETS);
        try (LogWatch log = LogWatch.onAll()) {
            BareServer server = serveBare();
            RawRequest.all().forEach(given -> sendAndLeave(server, given));
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

    /** Many cases at once, so that the server is busy with others between two bytes of one. */
    private static Map<String, String> byteByByte(EchoServer server, List<RawRequest> cases) {
        Map<String, String> outcomes = new HashMap<>();
        for (int from = 0; from < cases.size(); from += AT_ONCE) {
            List<RawRequest> some = cases.subList(from, Math.min(from + AT_ONCE, cases.size()));
            List<String> found = outcomes(
                    server,
                    some.stream().map(given -> Script.byteByByte(given.bytes())).toList());
            IntStream.range(0, some.size())
                    .forEach(i -> outcomes.put(some.get(i).name(), found.get(i)));
        }
        return outcomes;
    }

    /** Whole, and cut in two at every byte, all at once. */
    private static void atEverySplit(EchoServer server, RawRequest given, List<String> wrong) {
        List<Script> scripts = IntStream.range(0, given.bytes().length)
                .mapToObj(cut -> cut == 0 ? Script.whole(given.bytes()) : new Script(given.bytes(), cut))
                .toList();
        List<String> found = outcomes(server, scripts);
        for (int cut = 0; cut < found.size(); cut++) {
            compare(given, cut == 0 ? "whole" : "cut at " + cut, found.get(cut), wrong);
        }
    }

    private static List<String> outcomes(EchoServer server, List<Script> scripts) {
        List<Result> results = RawConversation.haveAll(server.address(), scripts);
        return results.stream()
                .map(result -> RawOutcome.of(server.takeSeenFrom(result.port()), result.received()))
                .collect(Collectors.toList());
    }

    private static void compare(RawRequest given, String form, String outcome, List<String> wrong) {
        if (!given.visibleOutcomes().contains(outcome)) {
            wrong.add(form + ": outcome must be [" + given.outcome() + "]: [" + outcome + "]");
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

    /** Takes no notice of the requests before it, whose clients are gone. */
    private static BareExchange nextExchange(BareServer server, String target) {
        BareExchange exchange = server.nextExchange();
        while (!exchange.request().target().equals(target)) {
            exchange = server.nextExchange();
        }
        return exchange;
    }
}
