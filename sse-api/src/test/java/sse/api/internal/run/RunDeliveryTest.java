package sse.api.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Run;
import sse.api.RunOutput;
import sse.api.RunState;
import sse.api.Runs;
import sse.api.Topic;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/** What clients of a run receive, whenever they attach. The lane is driven by hand, and the executor too. */
class RunDeliveryTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final int EVENTS = 6;
    private static final Pattern ID = Pattern.compile("(?m)^id: (.*)$");

    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Runs runs =
            Runs.builder().executor(executor::add).ticker(ticker).idPrefix("p").build();

    /** A client that has attached, perhaps with an id. */
    private final class Client {
        final FakeExchange exchange = new FakeExchange();
        final ServerEventStream stream;

        Client(Run run, String lastEventId) {
            if (!lastEventId.isEmpty()) {
                exchange.headers = Headers.of("Last-Event-ID", lastEventId);
            }
            stream = lane.open(exchange, run);
        }

        String received() {
            String all = exchange.written.toString(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(all).startsWith(PRELUDE);
            return all.substring(PRELUDE.length());
        }
    }

    private void runProducer() {
        executor.remove().run();
    }

    private static List<String> idsIn(String text) {
        return ID.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** Returns a text with the prefix and the number of each id, and without what is between them. */
    private static String withoutEpoch(String text) {
        return text.replaceAll("(?m)^id: p.*-", "id: p-");
    }

    private static String eventsAfter(String all, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = all.indexOf("\n\n", at) + 2;
        }
        return all.substring(at);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsTheSameAtEveryBoundary(boolean runsLaneBetween) {
        List<Client> clients = new ArrayList<>();
        Run[] run = new Run[1];
        run[0] = runs.start("key", out -> {
            for (int i = 0; i < EVENTS; i++) {
                clients.add(new Client(run[0], ""));
                out.send(Integer.toString(i));
                if (runsLaneBetween) {
                    lane.run();
                }
            }
            clients.add(new Client(run[0], ""));
        });
        runProducer();
        clients.add(new Client(run[0], ""));
        lane.run();
        clients.add(new Client(run[0], ""));
        lane.run();

        String first = clients.get(0).received();
        assertThat(withoutEpoch(first)).isEqualTo("""
                id: p-1
                data: 0

                id: p-2
                data: 1

                id: p-3
                data: 2

                id: p-4
                data: 3

                id: p-5
                data: 4

                id: p-6
                data: 5

                event: end
                id: p-7
                data: completed

                """);
        assertThat(clients).hasSize(EVENTS + 3).allSatisfy(client -> {
            assertThat(client.received()).isEqualTo(first);
            assertThat(client.stream.closeReason()).contains(CloseReason.COMPLETED);
            assertThat(client.exchange.finished).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resumesAtEveryBoundary(boolean whileRunning) {
        Run[] run = new Run[1];
        List<Client> returned = new ArrayList<>();
        Client[] first = new Client[1];
        run[0] = runs.start("key", out -> {
            first[0] = new Client(run[0], "");
            for (int i = 0; i < EVENTS; i++) {
                out.send(Integer.toString(i));
                lane.run();
                if (whileRunning) {
                    for (String id : idsIn(first[0].received())) {
                        returned.add(new Client(run[0], id));
                    }
                }
            }
        });
        runProducer();
        lane.run();
        String all = first[0].received();
        List<String> ids = idsIn(all);
        assertThat(ids).hasSize(EVENTS + 1);
        if (!whileRunning) {
            ids.forEach(id -> returned.add(new Client(run[0], id)));
            lane.run();
        }

        assertThat(returned)
                .hasSize(whileRunning ? 1 + 2 + 3 + 4 + 5 + 6 : EVENTS + 1)
                .allSatisfy(client -> {
                    String id = client.exchange.headers.first("Last-Event-ID").orElseThrow();
                    assertThat(client.received()).isEqualTo(eventsAfter(all, ids.indexOf(id) + 1));
                    assertThat(client.exchange.finished).isTrue();
                });
    }

    @Test
    void continuesWithoutClients() {
        Run[] run = new Run[1];
        run[0] = runs.start("key", out -> {
            Client client = new Client(run[0], "");
            lane.run();
            out.send("a");
            client.exchange.listener().closed();
            lane.run();
            out.send("b");
            assertThat(run[0].clients()).isZero();
        });
        runProducer();
        Client late = new Client(run[0], "");
        lane.run();

        assertThat(run[0].state()).isEqualTo(RunState.COMPLETED);
        assertThat(withoutEpoch(late.received())).isEqualTo("""
                id: p-1
                data: a

                id: p-2
                data: b

                event: end
                id: p-3
                data: completed

                """);
    }

    @Test
    void sendsDefaultIfFailureEventThrows() {
        Runs failing = Runs.builder()
                .executor(executor::add)
                .ticker(ticker)
                .idPrefix("p")
                .failureEvent(failure -> {
                    throw new IllegalStateException("expected by this test");
                })
                .build();
        Run run = failing.start("key", out -> {
            throw new IllegalStateException("expected by this test");
        });
        runProducer();
        Client late = new Client(run, "");
        lane.run();

        assertThat(withoutEpoch(late.received())).isEqualTo("event: failed\nid: p-1\ndata: the run failed\n\n");
        assertThat(late.exchange.finished).isTrue();
    }

    @Test
    void sendsTheRestToASlowClient() {
        Client[] slow = new Client[1];
        Run[] run = new Run[1];
        run[0] = runs.start("key", out -> {
            slow[0] = new Client(run[0], "");
            lane.run();
            slow[0].exchange.room = 0;
            for (int i = 0; i < 100; i++) {
                out.send("event " + i);
                lane.run();
            }
        });
        runProducer();
        lane.run();
        assertThat(slow[0].exchange.finished).isFalse();
        slow[0].exchange.makeRoom(10);
        lane.run();
        slow[0].exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();

        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            expected.append("id: p-" + (i + 1) + "\ndata: event " + i + "\n\n");
        }
        expected.append("event: end\nid: p-101\ndata: completed\n\n");
        assertThat(withoutEpoch(slow[0].received())).isEqualTo(expected.toString());
        assertThat(slow[0].exchange.finished).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failsStreamWithOtherSubscription(boolean topicFirst) {
        Topic topic = Topic.builder().ticker(ticker).build();
        Run run = runs.start("key", out -> out.send("a"));
        ServerEventStream stream = lane.open(new FakeExchange());
        if (topicFirst) {
            topic.subscribe(stream);
            run.onOpen(stream);
        } else {
            run.onOpen(stream);
            topic.subscribe(stream);
        }
        lane.run();
        runProducer();
        lane.run();

        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(coreLog.records()).containsExactly("stream of a run must have no other subscription");
        assertThat(run.clients()).isZero();
        assertThat(topic.subscribers()).isZero();
    }

    @Nested
    class ForeignId {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void startsAtBeginningAfterGap(boolean afterTheEnd) {
            Run other = runs.start("other", out -> out.send("x"));
            runProducer();
            Client ofOther = new Client(other, "");
            lane.run();
            String foreign = idsIn(ofOther.received()).get(0);
            Client[] client = new Client[1];
            Run[] run = new Run[1];
            run[0] = runs.start("key", out -> {
                out.send("a");
                client[0] = afterTheEnd ? client[0] : new Client(run[0], foreign);
            });
            runProducer();
            client[0] = afterTheEnd ? new Client(run[0], foreign) : client[0];
            lane.run();

            assertThat(withoutEpoch(client[0].received())).isEqualTo("""
                    event: gap
                    data: events were lost

                    id: p-1
                    data: a

                    event: end
                    id: p-2
                    data: completed

                    """);
        }
    }

    @Nested
    class ByEventId {
        private final Run run = runs.start("key", out -> out.send("a"));
        private final Run other = runs.start("other", out -> out.send("a"));

        private List<String> idsOf(Run of) {
            Client client = new Client(of, "");
            lane.run();
            return idsIn(client.received());
        }

        @Test
        void isFoundWhileItRuns() {
            List<Optional<Run>> found = new ArrayList<>();
            Run running = runs.start("running", out -> {
                out.send("a");
                idsOf(runs.find("running").orElseThrow()).forEach(id -> found.add(runs.findByEventId(id)));
            });
            runProducer();
            runProducer();
            runProducer();

            assertThat(found).containsExactly(Optional.of(running));
        }

        @Test
        void isFoundWhenItHasEnded() {
            runProducer();

            assertThat(idsOf(run))
                    .hasSize(2)
                    .allSatisfy(id -> assertThat(runs.findByEventId(id)).contains(run));
            assertThat(runs.findByEventId(idsOf(run).get(0).replaceFirst("-1$", "-3")))
                    .as("an id that was not sent")
                    .isEmpty();
        }

        @Test
        void isDistinguishedFromOthers() {
            runProducer();
            runProducer();

            assertThat(idsOf(run).stream().map(runs::findByEventId)).containsOnly(Optional.of(run));
            assertThat(idsOf(other).stream().map(runs::findByEventId)).containsOnly(Optional.of(other));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-", "-1", "1", "p-1", "\uD83D\uDE00", "a-b-c"})
        void isNotFoundByOtherText(String text) {
            runProducer();
            runProducer();

            assertThat(runs.findByEventId(text)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"-0", "-01", "-", "", "- 1", "-+1", "-18446744073709551617"})
        void isNotFoundByOtherNumber(String end) {
            runProducer();
            String id = idsOf(run).get(0);

            assertThat(runs.findByEventId(id.substring(0, id.lastIndexOf('-')) + end))
                    .isEmpty();
        }

        @Test
        void isGoneWhenItIsRemoved() {
            runProducer();
            runProducer();
            String id = idsOf(run).get(0);
            String idOfOther = idsOf(other).get(0);

            runs.remove("key");
            assertThat(runs.findByEventId(id)).isEmpty();
            assertThat(runs.findByEventId(idOfOther)).contains(other);
            ticker.advance(Duration.ofMinutes(10));
            assertThat(runs.findByEventId(idOfOther)).isEmpty();
        }
    }

    @Nested
    class WithTransform {
        private final List<String> transformed = new ArrayList<>();

        private FakeExchange attach(Run run, String lastEventId) {
            FakeExchange exchange = new FakeExchange();
            if (!lastEventId.isEmpty()) {
                exchange.headers = Headers.of("Last-Event-ID", lastEventId);
            }
            lane.open(exchange, stream -> run.attach(stream, this::view));
            return exchange;
        }

        private Optional<Event> view(Event event) {
            String data = event.data().orElseThrow();
            transformed.add(data);
            return data.equals("hidden") ? Optional.empty() : Optional.of(event.withData("my " + data));
        }

        private String events(FakeExchange exchange) {
            String all = exchange.written.toString(java.nio.charset.StandardCharsets.UTF_8);
            return all.substring(PRELUDE.length());
        }

        @Test
        void receivesItsViewUpToTheEnd() {
            FakeExchange[] client = new FakeExchange[1];
            Run[] run = new Run[1];
            run[0] = runs.start("key", out -> {
                client[0] = attach(run[0], "");
                out.send("a");
                lane.run();
                out.send("hidden");
                out.send("b");
            });
            runProducer();
            lane.run();

            assertThat(events(client[0]).replaceAll("id: .*\n", ""))
                    .isEqualTo("data: my a\n\ndata: my b\n\nevent: end\ndata: my completed\n\n");
            assertThat(client[0].finished).isTrue();
            assertThat(transformed).containsExactly("a", "hidden", "b", "completed");
        }

        @Test
        void resumesByIdOfItsView() {
            Run run = runs.start("key", out -> {
                out.send("a");
                out.send("hidden");
                out.send("b");
            });
            runProducer();
            FakeExchange whole = attach(run, "");
            lane.run();
            List<String> ids = idsIn(events(whole));
            FakeExchange again = attach(run, ids.get(0));
            lane.run();

            assertThat(ids).hasSize(3);
            assertThat(events(again)).isEqualTo(eventsAfter(events(whole), 1));
            assertThat(again.finished).isTrue();
        }
    }

    @Nested
    class BoundedHistory {
        private final Runs bounded =
                Runs.builder().executor(executor::add).ticker(ticker).history(3).build();

        @Test
        void sendsGapForWhatIsEvicted() {
            Run run = bounded.start("key", BoundedHistory::sendFive);
            runProducer();
            Client client = new Client(run, "");
            lane.run();

            assertThat(client.received().replaceAll("id: .*\n", "")).isEqualTo("""
                            event: gap
                            data: events were lost

                            data: 3

                            data: 4

                            event: end
                            data: completed

                            """);
        }

        private static void sendFive(RunOutput out) {
            for (int i = 0; i < 5; i++) {
                out.send(Event.of(Integer.toString(i)));
            }
        }
    }
}
