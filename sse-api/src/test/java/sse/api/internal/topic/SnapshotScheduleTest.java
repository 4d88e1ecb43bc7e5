package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Event;
import sse.api.EventDecoder;
import sse.api.EventTooLargeException;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.Snapshot;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/**
 * Clients of a topic with a snapshot come, stall, leave and return while it publishes and snapshots are taken, in
 * random order, step by step. Whatever the order: after a snapshot of the first n events a client receives event n + 1,
 * and then each once, up to the last. A snapshot may contain events that the history has lost meanwhile.
 */
class SnapshotScheduleTest {
    private static final int STEPS = 400;

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final List<Runnable> tasks = new ArrayList<>();
    private final Executor executor = tasks::add;
    private final List<Client> clients = new ArrayList<>();
    private Supplier<String> snapshotId = () -> "";
    private long published;
    private int outdated;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reachesStateInEveryOrder(boolean ownIds) {
        for (long seed = 0; seed < 300; seed++) {
            run(seed, ownIds);
        }
        assertThat(outdated)
                .as("clients that received three snapshots too late")
                .isLessThan(30);
    }

    private void run(long seed, boolean ownIds) {
        Random random = new Random(seed);
        published = 0;
        clients.clear();
        Topic topic = Topic.builder()
                .ticker(ticker)
                .history(6, Duration.ofHours(1))
                .snapshot(this::take)
                .build();
        String[] lastId = {topic.lastId()};
        snapshotId = () -> lastId[0];
        for (int i = 0; i < STEPS; i++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> lastId[0] = publish(topic, ownIds);
                case 2 -> clients.add(new Client(topic, random.nextBoolean()));
                case 3 -> step(random);
                case 4, 5 -> runOneTask();
                case 6 -> clientOf(random).ifNotNull(client -> client.connection.makeRoom(random.nextInt(120)));
                default -> clientOf(random).ifNotNull(Client::reconnect);
            }
        }
        settle();
        clients.forEach(Client::reconnectIfOutdated);
        settle();
        for (Client client : clients) {
            client.read();
            assertThat(client.state).as("seed %d, client %s", seed, client.log).isEqualTo(published);
            client.connection.listener().closed();
        }
        settle();
        assertThat(topic.subscribers()).isZero();
    }

    private Snapshot take() {
        return Snapshot.of(Event.of("state", "" + published), snapshotId.get());
    }

    private String publish(Topic topic, boolean ownId) {
        published++;
        Event event = Event.of("" + published);
        return topic.publish(ownId ? event.withId("e" + published) : event);
    }

    private void step(Random random) {
        if (!tasks.isEmpty()) {
            tasks.remove(random.nextInt(tasks.size())).run();
        }
    }

    private void runOneTask() {
        if (lane.waiting() > 0) {
            lane.runOne();
        }
    }

    private Chosen clientOf(Random random) {
        return new Chosen(clients.isEmpty() ? null : clients.get(random.nextInt(clients.size())));
    }

    private record Chosen(@Nullable Client client) {
        void ifNotNull(Consumer<Client> action) {
            if (client != null) {
                action.accept(client);
            }
        }
    }

    private void settle() {
        for (int i = 0; i < 20; i++) {
            clients.forEach(client -> client.connection.makeRoom(Integer.MAX_VALUE));
            lane.run();
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
                lane.run();
            }
        }
    }

    /** A client: its state is the number of events that it knows of. */
    private final class Client {
        private final Topic topic;
        private final boolean hasTransform;
        private final List<String> log = new ArrayList<>();
        private FakeExchange connection = new FakeExchange();
        private String lastEventId = "";
        private EventDecoder decoder = decoder();
        private long state = -1;
        private boolean lost;

        Client(Topic topic, boolean hasTransform) {
            this.topic = topic;
            this.hasTransform = hasTransform;
            connect();
        }

        private EventDecoder decoder() {
            return EventDecoder.builder(this::onEvent).lastEventId(lastEventId).build();
        }

        private void connect() {
            connection = new FakeExchange();
            connection.room = 40;
            if (!lastEventId.isEmpty()) {
                connection.headers = Headers.of("Last-Event-ID", lastEventId);
            }
            log.add("connect " + lastEventId);
            ServerEventStream stream = lane.make(connection, StreamOptions.defaults(), executor);
            stream.open(connection, HandDrivenLane.HEAD, opened -> {}, () -> {});
            if (hasTransform) {
                topic.subscribe(stream, Optional::of);
            } else {
                topic.subscribe(stream);
            }
        }

        void reconnect() {
            read();
            connection.listener().closed();
            decoder = decoder();
            connect();
        }

        void read() {
            try {
                decoder.decode(ByteBuffer.wrap(connection.written.toByteArray()));
            } catch (EventTooLargeException impossible) {
                throw new AssertionError(impossible);
            }
            connection.written.reset();
        }

        /** As a page that is told to load itself again. */
        void reconnectIfOutdated() {
            read();
            if (lost) {
                outdated++;
                lastEventId = "";
                reconnect();
            }
        }

        private void onEvent(MessageEvent event) {
            log.add(event.type() + " " + event.data() + " #" + event.lastEventId());
            lastEventId = event.lastEventId();
            switch (event.type()) {
                case "gap" -> lost = true;
                case "state" -> {
                    lost = false;
                    state = Long.parseLong(event.data());
                }
                default -> {
                    if (!lost) {
                        assertThat(Long.parseLong(event.data())).as("%s", log).isEqualTo(state + 1);
                        state++;
                    }
                }
            }
        }
    }
}
