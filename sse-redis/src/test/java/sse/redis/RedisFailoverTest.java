package sse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.EntryId;

/** Failovers that Sentinel or a cluster does by itself. */
class RedisFailoverTest extends RedisTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void continuesAtServerThatSentinelPromotes() throws Exception {
        RedisServer primary = server();
        RedisServer replica = replicaOf(primary);
        opened.add(RedisSentinel.start(primary));
        RedisBackplane backplane = connect(builder(primary, replica).publishTimeout(TIMEOUT));
        Recorder recorder = follow(backplane);
        EntryId before = publish(backplane, "0");
        recorder.assertReceives("0");
        replica.awaitEntries(1);
        primary.kill();
        EntryId after = publish(backplane, "1"); // Waits until Sentinel has done it.

        recorder.assertReceives("0", "1");
        assertThat(after.log()).isEqualTo(before.log());
        assertThat(after.term()).isGreaterThan(before.term());
        assertThat(stored(backplane)).containsExactly("0", "1");
    }

    @Nested
    class OfCluster {
        private RedisCluster cluster(int replicas) {
            RedisServer.requireInstalled();
            RedisCluster cluster = RedisCluster.start(replicas);
            opened.add(cluster);
            return cluster;
        }

        @Test
        void findsServerThatHasSlot() throws Exception {
            RedisCluster cluster = cluster(0);
            RedisBackplane backplane = connect(builder(cluster.other()));
            Recorder recorder = follow(backplane);
            publish(backplane, "0");

            recorder.assertReceives("0");
            assertThat(stored(backplane)).containsExactly("0");
            assertThat(cluster.owner().ids()).hasSize(1);
        }

        @Test
        void continuesAtPromotedReplica() throws Exception {
            RedisCluster cluster = cluster(1);
            assertThatThrownBy(() -> builder(cluster.replica()).connect())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("it is a replica");
            RedisBackplane backplane =
                    connect(builder(cluster.other(), cluster.owner()).publishTimeout(TIMEOUT));
            Recorder recorder = follow(backplane);
            EntryId before = publish(backplane, "0");
            recorder.assertReceives("0");
            cluster.replica().awaitReplicated(cluster.owner());
            cluster.owner().kill();
            EntryId after = publish(backplane, "1");

            recorder.assertReceives("0", "1");
            assertThat(after.log()).isEqualTo(before.log());
            assertThat(after.term()).isGreaterThan(before.term());
            assertThat(stored(backplane)).containsExactly("0", "1");
        }

        @Test
        void waitsWhileSlotIsMigrated() throws Exception {
            RedisCluster cluster = cluster(0);
            RedisBackplane backplane = connect(builder(cluster.other()).publishTimeout(TIMEOUT));
            Recorder recorder = follow(backplane);
            EntryId before = publish(backplane, "0");
            recorder.assertReceives("0");
            cluster.beginMigration();
            Thread publisher = new Thread(() -> publishUnchecked(backplane, "1"));
            publisher.start();
            recorder.await("down");
            cluster.endMigration();
            publisher.join();

            recorder.assertReceives("0", "1");
            assertThat(stored(backplane)).containsExactly("0", "1");
            assertThat(cluster.owner().ids())
                    .allMatch(id -> id.log().equals(before.log()))
                    .hasSize(2);
        }

        private void publishUnchecked(RedisBackplane backplane, String data) {
            try {
                publish(backplane, data);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
