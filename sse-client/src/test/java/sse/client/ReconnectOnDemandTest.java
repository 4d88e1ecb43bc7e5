package sse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.MessageEvent;
import sse.client.fixtures.ScriptedExchange;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.testkit.ManualTicker;

/** {@link EventSource#reconnect()}, in each state of a source. */
class ReconnectOnDemandTest {
    private final ManualTicker ticker = new ManualTicker();
    private final ScriptedHttpClient client = new ScriptedHttpClient();
    private final List<String> events = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private EventSource.Builder builder() {
        return TestSources.builder(client, ticker)
                .onEvent(event -> events.add(event.data()))
                .reconnectPolicy(disconnection -> {
                    notices.add("policy");
                    return disconnection.recommended();
                })
                .observer(new SourceObserver() {
                    @Override
                    public void onDisconnect(Disconnection disconnection, Duration delay) {
                        notices.add(disconnection.reason() + " " + disconnection.failures() + " " + delay);
                    }
                });
    }

    private void assertConnectedAgain(int requests) {
        ticker.advance(Duration.ZERO);
        assertThat(client.requests()).isEqualTo(requests);
    }

    @Nested
    class WhileOpen {
        @Test
        void resumesAfterLastEvent() {
            EventSource source = builder().build().start();
            ScriptedExchange<?> first = client.last().open().send("id: 1\ndata: one\n\nid: 2\ndata: tw");
            source.reconnect();

            assertThat(first.isCancelled()).isTrue();
            assertConnectedAgain(2);
            assertThat(client.last().field("Last-Event-ID")).isEqualTo("1");
            client.last().open().send("id: 2\ndata: two\n\n");
            assertThat(events).containsExactly("one", "two");
            assertThat(notices).containsExactly("RECONNECT 0 PT0S");
        }

        @Test
        void resetsBackoff() {
            EventSource source = builder().build().start();
            client.last().fail(new ConnectException("refused"));
            ticker.advance(Duration.ofSeconds(1));
            client.last().open();
            source.reconnect();
            assertConnectedAgain(3);
            client.last().fail(new ConnectException("refused"));

            assertThat(notices)
                    .containsExactly(
                            "policy", "NOT_CONNECTED 1 PT1S", "RECONNECT 0 PT0S", "policy", "NOT_CONNECTED 1 PT1S");
        }

        @Test
        void deliversEventsThatHaveArrived() {
            EventSource source = TestSources.builder(client, ticker).build();
            Requesting subscriber = new Requesting(events);
            source.subscribe(subscriber);
            client.last().open().send("id: 1\ndata: one\n\nid: 2\ndata: two\n\n");
            source.reconnect();

            assertThat(client.last().isCancelled()).isTrue();
            assertConnectedAgain(1);
            subscriber.subscription.request(2);
            assertThat(events).containsExactly("one", "two");
            assertConnectedAgain(2);
            assertThat(client.last().field("Last-Event-ID")).isEqualTo("2");
        }

        @Test
        void readsEndOfConnectionNoMore() {
            EventSource source = builder().build().start();
            ScriptedExchange<?> first = client.last().open();
            source.reconnect();
            first.end();

            assertConnectedAgain(2);
            assertThat(notices).containsExactly("RECONNECT 0 PT0S");
        }
    }

    @Nested
    class WithoutConnection {
        @Test
        void endsDelay() {
            EventSource source = builder().build().start();
            client.last().fail(new ConnectException("refused"));
            source.reconnect();

            assertThat(client.requests()).isEqualTo(2);
            assertThat(source.state()).isEqualTo(SourceState.CONNECTING);
            ticker.advance(Duration.ofMinutes(1));
            assertThat(client.requests())
                    .as("requests after the delay that was ended")
                    .isEqualTo(2);
            assertThat(notices).containsExactly("policy", "NOT_CONNECTED 1 PT1S", "policy", "NO_RESPONSE 2 PT2S");
        }

        @Test
        void replacesAttempt() {
            EventSource source = builder().build().start();
            ScriptedExchange<?> first = client.last();
            source.reconnect();

            assertThat(first.isCancelled()).isTrue();
            assertConnectedAgain(2);
            assertThat(first.open().demand()).isZero();
            client.last().open().send("data: one\n\n");
            assertThat(events).containsExactly("one");
        }

        @Test
        void replacesAttemptThatIsBeingRefused() {
            EventSource source = builder().build().start();
            client.last().head(404).send("no such");
            source.reconnect();

            assertConnectedAgain(2);
            client.last().open().send("data: one\n\n");
            assertThat(events).containsExactly("one");
        }

        @Test
        void followsObserverThatAsksForIt() {
            EventSource[] source = new EventSource[1];
            source[0] = builder()
                    .observer(new SourceObserver() {
                        @Override
                        public void onDisconnect(Disconnection disconnection, Duration delay) {
                            source[0].reconnect();
                        }
                    })
                    .build()
                    .start();
            client.last().open().end();

            assertThat(client.requests()).isEqualTo(2);
        }
    }

    @Nested
    class WithoutEffect {
        @Test
        void beforeStart() {
            EventSource source = builder().build();
            source.reconnect();

            assertThat(source.state()).isEqualTo(SourceState.NEW);
            assertThat(client.requests()).isZero();
        }

        @Test
        void afterEnd() {
            EventSource source = builder().build().start();
            client.last().head(204).end();
            source.reconnect();

            assertConnectedAgain(1);
            assertThat(source.state()).isEqualTo(SourceState.CLOSED);
        }
    }

    @Nested
    class OfAPost {
        @Test
        void throwsUnlessRepeatable() {
            EventSource source = builder().method("POST").body("{}").build().start();
            client.last().open();

            assertThatThrownBy(source::reconnect)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("request must be repeatable to reconnect: POST");
            assertThat(client.last().isCancelled()).isFalse();
        }

        @Test
        void isSentAgainIfRepeatable() {
            EventSource source =
                    builder().method("POST").body("{}").repeatable(true).build().start();
            client.last().open();
            source.reconnect();

            assertConnectedAgain(2);
            assertThat(client.last().request().method()).isEqualTo("POST");
        }
    }

    /** Requests one event. */
    private static final class Requesting implements Flow.Subscriber<MessageEvent> {
        private final List<String> received;
        private Flow.Subscription subscription;

        Requesting(List<String> received) {
            this.received = received;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(MessageEvent event) {
            received.add(event.data());
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
