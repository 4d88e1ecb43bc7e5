package sse.redis;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Event;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** The base of tests that start servers of their own. What is started and connected is closed after each test. */
@Timeout(60)
@ExtendWith(ExpectedErrors.class)
abstract class RedisTest {
    static final ReadLimits LIMITS = ReadLimits.of(1_000, 1 << 20);

    final List<AutoCloseable> opened = new ArrayList<>();
    long counter;

    @AfterEach
    final void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    final RedisServer server(String... options) {
        RedisServer server = RedisServer.start(options);
        opened.add(server);
        return server;
    }

    final RedisServer replicaOf(RedisServer primary) {
        RedisServer replica = server();
        replica.replicate(primary);
        return replica;
    }

    static RedisBackplane.Builder builder(RedisServer... servers) {
        RedisBackplane.Builder builder = RedisBackplane.builder().publishTimeout(Duration.ofSeconds(3));
        for (RedisServer server : servers) {
            builder.address("127.0.0.1", server.port());
        }
        return builder;
    }

    final RedisBackplane connect(RedisBackplane.Builder builder) throws IOException {
        RedisBackplane backplane = builder.connect();
        opened.add(backplane);
        return backplane;
    }

    final Recorder follow(RedisBackplane backplane) throws Exception {
        Recorder recorder = new Recorder();
        EntryId head = backplane.head().toCompletableFuture().get();
        opened.add(backplane.follow(head, recorder));
        recorder.await("up");
        return recorder;
    }

    final EntryId publish(RedisBackplane backplane, String data) throws Exception {
        return backplane
                .publish(List.of(Publication.of("prices", Event.of(data))), "test", counter++)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .get(0);
    }

    final PublishException publishFails(RedisBackplane backplane, String data) {
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, () -> publish(backplane, data));
        return (PublishException) failure.getCause();
    }

    static List<String> stored(RedisBackplane backplane) throws Exception {
        return backplane.readNewest(LIMITS).toCompletableFuture().get().stream()
                .map(entry -> entry.frame().event().data().orElse(""))
                .toList();
    }
}
