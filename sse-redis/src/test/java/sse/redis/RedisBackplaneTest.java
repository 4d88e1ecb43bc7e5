package sse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import sse.api.Event;
import sse.api.PublishException;
import sse.api.PublishException.Outcome;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadResult;

/** What the contract cannot ask for: two servers, a server that is stopped, full or closed to a user, settings. */
class RedisBackplaneTest extends RedisTest {
    @Nested
    class AtFailover {
        @Test
        void continuesAfterTailThatReplicaLacks() throws Exception {
            RedisServer primary = server();
            RedisServer replica = replicaOf(primary);
            RedisBackplane backplane = connect(builder(primary, replica));
            Recorder recorder = follow(backplane);
            publish(backplane, "0");
            replica.awaitEntries(1);
            replica.suspend();
            primary.call(jedis -> jedis.sendCommand(Command.CLIENT, "KILL", "TYPE", "replica"));
            EntryId lost = publish(backplane, "1");
            publish(backplane, "2");
            recorder.assertReceives("0", "1", "2");
            primary.kill();
            replica.resume();
            replica.promote();
            EntryId next = publish(backplane, "3");

            recorder.assertReceives("0", "1", "2", "3");
            assertThat(next.term()).isGreaterThan(lost.term());
            assertThat(next.number()).isZero();
            assertThat(stored(backplane)).containsExactly("0", "3");
            assertThat(backplane.statistics().entriesRolledBack()).isEqualTo(2);
            assertThat(backplane.statistics().entriesLost()).isZero();
        }

        /** A position in the lost tail is the end of its term at once, also if nothing was published since. */
        @Test
        void readsAfterLostTailBeforeNextEntry() throws Exception {
            RedisServer primary = server();
            RedisBackplane backplane = connect(builder(primary));
            publish(backplane, "0");
            EntryId lost = publish(backplane, "1");
            RedisFixture.loseNewest(primary, 1);

            ReadResult result =
                    backplane.readAfter(lost, LIMITS).toCompletableFuture().get();
            assertThat(result.kind()).isEqualTo(ReadResult.Kind.PAGE);
            assertThat(result.entries()).isEmpty();
        }

        @Test
        void publishesToNewPrimaryAfterSwap() throws Exception {
            RedisServer primary = server();
            RedisServer replica = replicaOf(primary);
            RedisBackplane backplane = connect(builder(primary, replica));
            Recorder recorder = follow(backplane);
            publish(backplane, "0");
            recorder.assertReceives("0");
            replica.awaitEntries(1);
            replica.promote();
            primary.replicate(replica);
            publish(backplane, "1");

            recorder.assertReceives("0", "1");
            assertThat(stored(backplane)).containsExactly("0", "1");
        }

        @Test
        void resetsToCommonPositionAfterSplitBrain() throws Exception {
            RedisServer primary = server();
            RedisServer replica = replicaOf(primary);
            FaultyProxy proxy = new FaultyProxy(primary.port(), new java.util.ArrayDeque<>());
            opened.add(proxy);
            RedisBackplane other = connect(builder(primary));
            publish(other, "0");
            Recorder recorder = follow(connect(builder(replica).address("127.0.0.1", proxy.port())));
            publish(other, "1");
            recorder.assertReceives("1");
            replica.awaitEntries(2);
            proxy.cut();
            replica.promote();
            publish(connect(builder(replica)), "2 of the branch");
            recorder.assertReceives("1", "2 of the branch");
            primary.kill(); // A new term of this branch too, with other low bits.
            primary.startAgain();
            publish(other, "2");
            proxy.mend();
            replica.kill();

            recorder.await("2");
            recorder.assertReceives("1", "2 of the branch", "reset", "2");
        }
    }

    @Nested
    class WhenServerStops {
        @Test
        void noticesWithinThreeSecondsAndResumes() throws Exception {
            RedisServer server = server();
            RedisBackplane backplane = connect(builder(server));
            Recorder recorder = follow(backplane);
            publish(backplane, "0");
            long start = System.nanoTime();
            server.suspend();
            recorder.await("down");
            // The rest is the margin of a slow machine.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3 + 7));
            PublishException failure = publishFails(backplane, "1");
            server.resume();
            publish(backplane, "2");

            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            recorder.await("2");
            assertThat(stored(backplane)).endsWith("2");
        }

        @Test
        void fillsGapNumberAfterTrim() throws Exception {
            RedisServer server = server();
            FaultyProxy proxy = new FaultyProxy(server.port(), new java.util.ArrayDeque<>());
            opened.add(proxy);
            RedisBackplane writer = connect(builder(server));
            RedisBackplane reader = connect(RedisBackplane.builder().address("127.0.0.1", proxy.port()));
            Recorder recorder = follow(reader);
            proxy.hold();
            for (int i = 0; i < 50; i++) {
                publish(writer, Integer.toString(i));
            }
            server.kill(); // The gap reaches over two terms.
            server.startAgain();
            publish(writer, "last");
            server.call(jedis -> jedis.xtrim("{sse}:log", 1, false));
            proxy.release();

            recorder.assertReceives("gap 50 TRIMMED", "last");
            assertThat(reader.statistics().entriesLost()).isEqualTo(50);
        }
    }

    @Nested
    class WhenKeysAreLost {
        /**
         * Several times, because ids of the new log are larger or smaller by chance: Redis says nothing of smaller
         * ones.
         */
        @Test
        void resetsAfterLogIsDeleted() throws Exception {
            RedisServer server = server();
            RedisBackplane backplane = connect(builder(server));
            Recorder recorder = follow(backplane);
            List<String> expected = new ArrayList<>(List.of("0"));
            EntryId before = publish(backplane, "0");
            recorder.assertReceives("0");
            for (int i = 1; i <= 5; i++) {
                server.call(jedis -> jedis.del("{sse}:log"));
                EntryId after = publish(backplane, Integer.toString(i));
                expected.addAll(List.of("reset", Integer.toString(i)));

                recorder.assertReceives(expected.toArray(String[]::new));
                assertThat(after.log()).isNotEqualTo(before.log());
                assertThat(backplane.statistics().resets()).isEqualTo(i);
                before = after;
            }
        }

        @Test
        void keepsNumberOfEntryOfOtherProgram() throws Exception {
            RedisServer server = server();
            RedisBackplane backplane = connect(builder(server));
            Recorder recorder = follow(backplane);
            EntryId first = publish(backplane, "0");
            server.call(jedis -> jedis.sendCommand(Command.XADD, "{sse}:log", first.term() + "-*", "foreign", "entry"));
            publish(backplane, "1");

            recorder.assertReceives("0", "", "1");
        }

        @Test
        void refusesKeyOfOtherType() throws Exception {
            RedisServer server = server();
            server.call(jedis -> jedis.set("{sse}:log", "of another program"));
            RedisBackplane backplane = connect(builder(server));

            assertThat(publishFails(backplane, "0"))
                    .hasMessageContaining("WRONGTYPE")
                    .extracting(PublishException::outcome)
                    .isEqualTo(Outcome.NOT_STORED);
            String value = server.call(jedis -> jedis.get("{sse}:log"));
            assertThat(value).isEqualTo("of another program");
        }
    }

    @Nested
    class WhenMemoryIsFull {
        @Test
        void failsWithReasonAndReadsOn() throws Exception {
            RedisServer server = server();
            RedisBackplane backplane = connect(builder(server));
            Recorder recorder = follow(backplane);
            publish(backplane, "0");
            server.call(jedis -> jedis.configSet("maxmemory", "1"));

            assertThat(publishFails(backplane, "1"))
                    .hasMessageStartingWith("broker refused the events: OOM")
                    .extracting(PublishException::outcome)
                    .isEqualTo(Outcome.NOT_STORED);
            assertThat(stored(backplane)).containsExactly("0");
            server.call(jedis -> jedis.configSet("maxmemory", "0"));
            publish(backplane, "2");
            recorder.assertReceives("0", "2");
        }

        @Test
        void refusesServerThatEvictsKeys() {
            RedisServer server = server("--maxmemory-policy", "allkeys-lru");

            assertThatThrownBy(() -> builder(server).connect())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("allkeys-lru");
        }
    }

    @Nested
    class WithReplicas {
        @Test
        void publishesWhatReplicaHasConfirmed() throws Exception {
            RedisServer primary = server();
            RedisServer replica = replicaOf(primary);
            RedisBackplane backplane = connect(builder(primary, replica).replicas(1));

            publishUntilConfirmed(backplane);
            long length = replica.call(jedis -> jedis.xlen("{sse}:log"));
            assertThat(length).isEqualTo(1);
        }

        /** A busy machine may need longer than the time for which a publication waits. */
        private void publishUntilConfirmed(RedisBackplane backplane) throws Exception {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (true) {
                try {
                    publish(backplane, "0");
                    return;
                } catch (ExecutionException late) {
                    counter = 0; // The same batch again.
                    if (System.nanoTime() > deadline) {
                        throw late;
                    }
                }
            }
        }

        @Test
        void answersUnknownIfReplicaDoesNotConfirm() throws Exception {
            RedisServer primary = server();
            RedisServer replica = replicaOf(primary);
            RedisBackplane backplane = connect(builder(primary, replica).replicas(1));
            publish(connect(builder(primary)), "0");
            replica.suspend();
            counter = 7;
            PublishException first = publishFails(backplane, "1");
            counter = 7; // The same batch again, over a new connection, which has written nothing else.
            RedisBackplane again = connect(builder(primary).replicas(1));
            PublishException second = publishFails(again, "1");
            replica.resume();

            assertThat(first.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(second.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(stored(backplane)).containsExactly("0", "1");
        }
    }

    @Nested
    class WithSettings {
        @Test
        void publishesAsUserOfTheGuide() throws Exception {
            RedisServer server = server();
            server.call(jedis -> jedis.aclSetUser("sse", (">secret " + RedisGuide.ACL_RULES).split(" ")));
            RedisBackplane backplane = connect(builder(server).credentials("sse", "secret"));
            Recorder recorder = follow(backplane);
            publish(backplane, "0");

            recorder.assertReceives("0");
            assertThat(stored(backplane)).containsExactly("0");
        }

        @Test
        void reportsWrongPassword() {
            RedisServer server = server();
            server.call(jedis -> jedis.aclSetUser("sse", "on", ">secret"));

            assertThatThrownBy(() -> builder(server).credentials("sse", "wrong").connect())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("WRONGPASS");
        }

        @Test
        void separatesHubs() throws Exception {
            RedisServer server = server();
            RedisBackplane one = connect(builder(server).hub("one"));
            RedisBackplane other = connect(builder(server).hub("other"));
            publish(one, "0");

            assertThat(stored(one)).containsExactly("0");
            assertThat(stored(other)).isEmpty();
        }

        @Test
        void trimsToMaxLength() throws Exception {
            RedisServer server = server();
            RedisBackplane backplane = connect(builder(server).maxLength(100));
            for (int i = 0; i < 500; i++) {
                publish(backplane, Integer.toString(i));
            }

            assertThat(stored(backplane)).hasSizeBetween(100, 200).endsWith("499");
        }

        @Test
        void refusesOnlyReplica() {
            RedisServer primary = server();
            RedisServer replica = replicaOf(primary);

            assertThatThrownBy(() -> builder(replica).connect())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("it is a replica");
        }

        @Test
        void refusesWrongValues() {
            RedisBackplane.Builder builder = RedisBackplane.builder();

            assertThatThrownBy(builder::connect)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("backplane must have an address: it has none");
            assertThatThrownBy(() -> builder.address("localhost", 0))
                    .hasMessage("address must have a host and a port of 1 to 65535: 0");
            assertThatThrownBy(() -> builder.hub("{a}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("hub must be named by 1 to 64 ASCII letters, digits, '.', '_', ':', '-': 3");
            assertThatThrownBy(() -> builder.maxLength(0)).hasMessage("maxLength must be at least 1: 0");
            assertThatThrownBy(() -> builder.replicas(-1)).hasMessage("replicas must not be negative: -1");
            assertThatThrownBy(() -> builder.publishTimeout(Duration.ZERO))
                    .hasMessage("publishTimeout must be 100 ms to 10 minutes: PT0S");
        }
    }

    @Nested
    class WithObserver {
        private final List<String> calls = new CopyOnWriteArrayList<>();

        /** Throws each time, which must change nothing. */
        private final RedisObserver observer = new RedisObserver() {
            @Override
            public void onUp() {
                add("up");
            }

            @Override
            public void onDown(Throwable cause) {
                add("down");
            }

            @Override
            public void onRollback(long entries) {
                add("rollback " + entries);
            }

            private void add(String call) {
                calls.add(call);
                throw new IllegalStateException("as observers may");
            }
        };

        @Test
        void notifiesOfRestartAndLostEntries() throws Exception {
            RedisServer server = server();
            RedisBackplane backplane = connect(builder(server).observer(observer));
            Recorder recorder = follow(backplane);
            publish(backplane, "0");
            publish(backplane, "1");
            recorder.assertReceives("0", "1");
            server.kill();
            recorder.await("down");
            assertThat(backplane.statistics().isUp()).isFalse();
            server.startAgain();
            publish(backplane, "2");
            recorder.assertReceives("0", "1", "2");
            RedisFixture.loseNewest(server, 1);
            publish(backplane, "3");
            recorder.assertReceives("0", "1", "2", "3");

            assertThat(calls).startsWith("up", "down", "up").endsWith("rollback 1");
            assertThat(backplane.statistics().isUp()).isTrue();
            assertThat(backplane.statistics().disconnects()).isPositive();
        }
    }

    @Test
    void dropsPublishersThatAreGoneForADay() throws Exception {
        RedisServer server = server();
        RedisBackplane backplane = connect(builder(server));
        publish(backplane, "0");
        server.call(jedis -> jedis.hset("{sse}:pub", "gone", "7 1-0 1 1000000"));
        backplane
                .publish(List.of(Publication.of("prices", Event.of("1"))), "new", 0)
                .toCompletableFuture()
                .get();

        Set<String> publishers = server.call(jedis -> jedis.hkeys("{sse}:pub"));
        assertThat(publishers).containsExactlyInAnyOrder("test", "new");
    }
}
