package sse.nio.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.api.Response;
import sse.api.spi.Exchange;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.HandTicker;
import sse.nio.fixtures.Harness;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.http1.Http1Protocol;

/** Requests on sockets of a loop whose passes the test runs itself, as it does the user code that publishes. */
@Timeout(30)
class PipelinedRequestsTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx";

    private final HandTicker ticker = new HandTicker();
    private final Queue<Exchange> requests = new ArrayDeque<>();
    private final List<Integer> answersBeforeRun = new ArrayList<>();
    private final Runnable run = () -> answersBeforeRun.add(answers());
    private int answered;
    private Harness harness;
    private EventLoop loop;
    private Acceptor acceptor;

    @BeforeEach
    void listen() throws IOException {
        harness = new Harness(exchange -> {});
        loop = new EventLoop("test", ticker, Duration.ofSeconds(1));
        Http1Protocol protocol =
                new Http1Protocol(new ChannelContext(loop), harness.context(), scratch -> requests::add, true);
        acceptor = Acceptor.bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(protocol), new HandTicker());
    }

    @AfterEach
    void end() throws InterruptedException {
        loop.stop();
        loop.join();
        harness.close();
    }

    @Test
    void runsOnceForRequestsOfOneConnection() throws IOException {
        try (Client client = connect()) {
            client.send(POST.repeat(40));
            for (int i = 0; i < 40; i++) {
                answerAndPublish(nextRequest());
                loop.pass();
            }
            for (int i = 0; i < 40; i++) {
                assertThat(client.readHead()).startsWith("HTTP/1.1 204 ");
            }

            assertThat(answersBeforeRun).containsExactly(40);
        }
    }

    @Test
    void runsOnceForRequestsOfSeveralConnections() throws IOException {
        try (Client first = connect();
                Client second = connect();
                Client third = connect()) {
            for (Client client : List.of(first, second, third)) {
                client.send(POST.repeat(10));
            }
            while (requests.size() < 3) {
                loop.pass();
            }
            for (int i = 0; i < 30; i++) {
                answerAndPublish(requests.remove());
                loop.pass();
            }

            assertThat(answersBeforeRun).containsExactly(30);
        }
    }

    @Test
    void runsOfLoneRequestInPassOfItsAnswer() throws IOException {
        try (Client client = connect().send(POST)) {
            Exchange request = nextRequest();
            publish();
            loop.pass();
            assertThat(answersBeforeRun).isEmpty();
            answer(request);
            loop.pass();

            assertThat(answersBeforeRun).containsExactly(1);
            assertThat(client.readHead()).startsWith("HTTP/1.1 204 ");
        }
    }

    @Test
    void doesNotWaitAgainForBlockedResponder() throws IOException {
        try (Client slow = connect().send(POST)) {
            Exchange blocked = nextRequest();
            publish();
            passUntilRun();
            try (Client client = connect()) {
                client.send(POST.repeat(2));
                Exchange first = nextRequest();
                publish();
                answer(first);
                loop.pass();
                assertThat(answersBeforeRun).isEmpty();
                answerAndPublish(nextRequest());
                loop.pass();
                assertThat(answersBeforeRun).containsExactly(2);
            }
            answersBeforeRun.clear();
            answer(blocked);
            loop.pass();
            assertThat(slow.readHead()).startsWith("HTTP/1.1 204 ");
            publish();
            loop.pass();

            assertThat(answersBeforeRun).containsExactly(3);
        }
    }

    @Test
    void waitsNoLongerForResponderWhoseClientLeft() throws IOException {
        try (Client client = connect().send(POST)) {
            Exchange request = nextRequest();
            client.reset();
            publish();
            answer(request);
            loop.pass();

            assertThat(answersBeforeRun).containsExactly(1);
        }
    }

    @Test
    void acceptsConnectionsWhileRunsAreRequested() throws IOException {
        try (Client client = connect()) {
            client.send(POST);
            while (requests.isEmpty()) {
                publish();
                loop.execute(() -> loop.onAnswer(loop.expectAnswer()));
                loop.pass();
            }
            answer(requests.remove());
            loop.pass();

            assertThat(client.readHead()).startsWith("HTTP/1.1 204 ");
        }
    }

    private Client connect() throws IOException {
        return new Client(acceptor.address());
    }

    /** Runs passes until a request has been read. */
    private Exchange nextRequest() throws IOException {
        while (requests.isEmpty()) {
            loop.pass();
        }
        return requests.remove();
    }

    /** Does what user code that publishes and then answers has the loop do. */
    private void answerAndPublish(Exchange request) {
        publish();
        answer(request);
    }

    private void publish() {
        loop.execute(() -> loop.atEndOfPass(run));
    }

    private void answer(Exchange request) {
        loop.execute(() -> {
            request.respond(Response.of(204));
            answered++;
        });
    }

    private void passUntilRun() throws IOException {
        while (answersBeforeRun.isEmpty()) {
            loop.pass();
        }
        answersBeforeRun.clear();
    }

    private int answers() {
        return answered;
    }
}
