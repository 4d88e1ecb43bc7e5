package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.StreamHandler;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/** A topic whose streams are compressed, on a lane whose loop is driven by hand. */
class TopicCompressionTest {
    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private int nextId;

    /** A compressed stream and what it is to decode to. */
    private static final class Client {
        final FakeExchange exchange = new FakeExchange();
        final ServerEventStream stream;

        Client(HandDrivenLane lane, StreamHandler handler) {
            stream = lane.openCompressed(exchange, handler);
            lane.run();
        }

        /** Returns how many bytes it has been sent. */
        int length() {
            return exchange.written.size();
        }

        /** Returns the bytes that it has been sent from an index on. */
        byte[] sentFrom(int index) {
            byte[] all = exchange.written.toByteArray();
            return Arrays.copyOfRange(all, index, all.length);
        }

        /** Ends the stream, and returns what it decodes to, without its first bytes. */
        String readToEnd(HandDrivenLane lane) throws IOException {
            stream.close();
            lane.run();
            assertThat(exchange.finished).isTrue();
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(exchange.written.toByteArray()))) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text).startsWith(":\nretry: 3000\n");
                return text.substring(14);
            }
        }
    }

    @Test
    void sendsSameBytesToStreamsInStep() throws IOException {
        Topic topic = newTopic();
        List<Client> clients = List.of(new Client(lane, topic), new Client(lane, topic), new Client(lane, topic));
        String expected = publish(topic, 20);
        List<Integer> before = clients.stream().map(Client::length).toList();

        String last = publish(topic, 5);

        byte[] shared = clients.get(0).sentFrom(before.get(0));
        assertThat(shared.length).isLessThan(last.length() / 3);
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).sentFrom(before.get(i))).isEqualTo(shared);
            assertThat(clients.get(i).readToEnd(lane)).isEqualTo(expected + last);
        }
    }

    @Test
    void sharesNothingOfWhatIsMadeForOneStream() throws IOException {
        byte[] withTransform = bytesBeside(topic -> stream -> topic.subscribe(
                stream,
                event -> Optional.of(Event.of("SECRET-1234 " + event.data().orElseThrow()))));
        byte[] withOwnEvents = bytesBeside(topic -> stream -> {
            stream.send("SECRET-1234 {\"price\":17,\"number\":1}");
            topic.subscribeFiltered(stream, event -> false);
        });
        byte[] withSeveralTopics = bytesBeside(topic -> stream -> {
            Topic own = newTopic();
            topic.subscribe(stream);
            own.subscribe(stream);
            own.publish(Event.of("SECRET-1234 {\"price\":17,\"number\":2}"));
        });

        assertThat(withTransform).isEqualTo(withOwnEvents);
        assertThat(withSeveralTopics).isEqualTo(withOwnEvents);
    }

    /** Returns what two streams in step are sent beside a third one. */
    private byte[] bytesBeside(Function<Topic, StreamHandler> third) throws IOException {
        nextId = 0;
        Topic topic = newTopic();
        Client first = new Client(lane, topic);
        Client second = new Client(lane, topic);
        String expected = publish(topic, 10);
        int before = first.length();
        Client other = new Client(lane, third.apply(topic));
        expected += publish(topic, 10);

        byte[] bytes = first.sentFrom(before);
        assertThat(second.sentFrom(before)).isEqualTo(bytes);
        assertThat(first.readToEnd(lane)).isEqualTo(expected);
        assertThat(second.readToEnd(lane)).isEqualTo(expected);
        other.readToEnd(lane);
        return bytes;
    }

    @Test
    void storesWhatIsMadeForOneStream() {
        Topic topic = newTopic();
        new Client(lane, topic);
        Client second = new Client(
                lane,
                stream -> topic.subscribe(
                        stream,
                        event -> Optional.of(Event.of("for one: " + event.data().orElseThrow()))));
        publish(topic, 20);
        int before = second.length();

        publish(topic, 1);

        String sent = new String(second.sentFrom(before), StandardCharsets.ISO_8859_1);
        String frame = "id: e20\ndata: for one: {\"price\":17,\"number\":0}\n\n";
        assertThat(sent).contains(frame).hasSize(frame.length() + 10);
    }

    @Test
    void finishesStreamsThatAreSlow() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Topic topic = newTopic();
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(new Client(lane, topic));
            }
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                Client slow = clients.get(random.nextInt(clients.size()));
                slow.exchange.room = random.nextInt(60);
                expected.append(publish(topic, 1 + random.nextInt(3)));
                Client ready = clients.get(random.nextInt(clients.size()));
                ready.exchange.makeRoom(random.nextInt(4) == 0 ? 7 : Integer.MAX_VALUE);
                lane.run();
            }
            for (Client client : clients) {
                client.exchange.makeRoom(Integer.MAX_VALUE);
                lane.run();
                assertThat(client.readToEnd(lane)).as("seed %d", seed).isEqualTo(expected.toString());
            }
        }
    }

    @Test
    void finishesEndOfStreamThatIsSlow() throws IOException {
        for (int room = 0; room < 20; room++) {
            Topic topic = newTopic();
            Client client = new Client(lane, topic);
            String expected = publish(topic, 1);
            client.exchange.room = room;
            client.stream.close();
            lane.run();
            assertThat(client.exchange.finished).isEqualTo(room >= 13);

            client.exchange.makeRoom(Integer.MAX_VALUE);
            lane.run();

            assertThat(client.readToEnd(lane)).isEqualTo(expected);
        }
    }

    @Test
    void abortsStreamThatDoesNotTakeItsEnd() {
        Topic topic = newTopic();
        Client client = new Client(lane, topic);
        client.exchange.room = 3;
        client.stream.close();
        lane.run();

        for (int i = 0; i < 60; i++) {
            ticker.advance(Duration.ofSeconds(1));
            lane.run();
        }

        assertThat(client.exchange.aborted).isTrue();
        assertThat(client.exchange.finished).isFalse();
    }

    @Test
    void staysInStepOverHeartbeats() throws IOException {
        Topic topic = newTopic();
        List<Client> clients = List.of(new Client(lane, topic), new Client(lane, topic));
        String expected = publish(topic, 10);
        List<Integer> before = clients.stream().map(Client::length).toList();
        sweep(16);
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).sentFrom(before.get(i))).isEqualTo(new byte[] {0, 0, 0, -1, -1});
        }

        int length = clients.get(0).length();
        String last = publish(topic, 1);

        assertThat(clients.get(0).length() - length).isLessThan(last.length() / 2);
        for (Client client : clients) {
            assertThat(client.readToEnd(lane)).isEqualTo(expected + last);
        }
    }

    @Test
    void hasNoCompressorForOneStream() {
        Topic topic = newTopic();
        new Client(lane, topic);
        publish(topic, 3);
        assertThat(lane.keyframes()).isZero();

        new Client(lane, topic);
        publish(topic, 3);
        assertThat(lane.keyframes()).isEqualTo(1);
    }

    @Test
    void releasesCompressorsAfterIdleMinute() throws IOException {
        Topic topic = newTopic();
        List<Client> clients = List.of(new Client(lane, topic), new Client(lane, topic));
        String expected = publish(topic, 12);
        assertThat(lane.compressors()).isEqualTo(1);

        sweep(58);
        assertThat(lane.compressors()).isEqualTo(1);
        sweep(5);
        assertThat(lane.compressors()).isZero();

        expected += publish(topic, 12);
        assertThat(lane.compressors()).isEqualTo(1);
        for (Client client : clients) {
            assertThat(client.readToEnd(lane)).isEqualTo(expected);
        }
    }

    @Test
    void releasesCompressorsWithLastStream() throws IOException {
        Topic topic = newTopic();
        Client first = new Client(lane, topic);
        Client second = new Client(lane, topic);
        publish(topic, 3);
        assertThat(lane.compressors()).isEqualTo(1);

        first.readToEnd(lane);
        second.exchange.listener().closed();
        lane.run();

        assertThat(lane.compressors()).isZero();
    }

    @Test
    void compressesApartBeyondLimitOfCompressors() throws IOException {
        List<Topic> topics = List.of(newTopic(), newTopic(), newTopic(), newTopic());
        List<Client> clients = new ArrayList<>();
        for (Topic topic : topics) {
            clients.add(new Client(lane, topic));
            clients.add(new Client(lane, topic));
        }
        List<String> expected = topics.stream().map(topic -> publish(topic, 12)).toList();

        assertThat(lane.compressors())
                .as("two that are shared, and the lane's own")
                .isEqualTo(3);
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).readToEnd(lane)).isEqualTo(expected.get(i / 2));
        }
    }

    @Test
    void replaysWhatIsRetained() throws IOException {
        Topic topic = Topic.builder().ticker(ticker).replayOnSubscribe(1000).build();
        String expected = publish(topic, 500);
        Client client = new Client(lane, topic);
        int length = client.length();

        assertThat(length).isLessThan(expected.length() / 4);
        expected += publish(topic, 1);
        assertThat(client.readToEnd(lane)).isEqualTo(expected);
    }

    private void sweep(int seconds) {
        for (int i = 0; i < seconds; i++) {
            ticker.advance(Duration.ofSeconds(1));
            lane.run();
        }
    }

    private Topic newTopic() {
        return Topic.builder().ticker(ticker).build();
    }

    /** Publishes events one at a time, and returns their text. */
    private String publish(Topic topic, int events) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events; i++) {
            String data = "{\"price\":17,\"number\":" + i + "}";
            String id = "e" + nextId++;
            topic.publish(Event.of(data).withId(id));
            text.append("id: ").append(id).append("\ndata: ").append(data).append("\n\n");
            lane.run();
        }
        return text.toString();
    }
}
