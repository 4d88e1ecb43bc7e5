/**
 * Tests event streams without sockets and without sleeping.
 *
 * <h2>A first test</h2>
 *
 * <p>A {@link sse.testkit.TestServer} is a whole server, in memory, whose every step runs in the thread of the test. A
 * {@link sse.testkit.ManualTicker} is its time, which stands still until the test moves it:
 *
 * <pre>{@code
 * ManualTicker ticker = new ManualTicker();
 * try (TestServer server = TestServer.start(b -> b.ticker(ticker)
 *                 .stream("/clock", stream -> stream.every(Duration.ofSeconds(2), () -> Event.of("hello"))));
 *         TestStream client = server.connect("/clock")) {
 *     ticker.advance(Duration.ofSeconds(2));
 *     assertThat(client).nextEvent().hasType("message").hasData("hello");
 * }
 * }</pre>
 *
 * <p>Nothing here waits: when {@code advance} returns, the event is with the client, and an event that is not there
 * when it is asked for will never come. So a test that fails does so at once, and says what was there instead.
 * {@code assertThat} is {@link sse.testkit.SseAssertions}', which needs AssertJ; without it,
 * {@link sse.testkit.TestStream#nextEvent()} returns the {@linkplain sse.testkit.ReceivedEvent event}.
 *
 * <p>Closing the client fails if it has events the test has not read. A test that does not care calls
 * {@link sse.testkit.TestStream#ignoreUnread()}.
 *
 * <h2>Clients that misbehave</h2>
 *
 * <p>A client reads only when it is asked to, so every client is one that does not read. How much the server can write
 * until then is its {@linkplain sse.testkit.TestClient#withWindow(int) window}:
 *
 * <pre>{@code
 * TestStream slow = server.client().withWindow(1024).connect("/prices");
 * prices.send(large);                       // fills the window; one event is taken however large it is
 * prices.send(large);                       // does not fit into the outbox
 * assertThat(prices).isClosedWith(CloseReason.OVERFLOW);
 * }</pre>
 *
 * <p>{@link sse.testkit.TestClient#withReadSize(int) withReadSize(1)} reads byte by byte;
 * {@link sse.testkit.TestStream#close() close}, {@link sse.testkit.TestStream#reset() reset} and
 * {@link sse.testkit.TestStream#halfClose() halfClose} are three ways to leave;
 * {@link sse.testkit.TestStream#reconnect() reconnect} comes back with the last event id, as a browser does. What a
 * stream leaves behind shows in {@link sse.testkit.ManualTicker#pendingTasks()}.
 *
 * <h2>The same test over sockets</h2>
 *
 * <p>{@link sse.testkit.TestServer#start(sse.api.spi.Transport, java.util.function.Consumer)} starts the server on any
 * transport, and {@link sse.testkit.TestClient#to(java.net.URI)} is a client of any server. The client is the same;
 * only then it waits, at most for its {@linkplain sse.testkit.TestClient#withTimeout(java.time.Duration) timeout},
 * because there other threads do the work.
 *
 * <h2>Ordinary requests</h2>
 *
 * <p>{@link sse.testkit.TestServer#get(String)} and {@link sse.testkit.TestServer#request} have a whole response;
 * {@link sse.testkit.TestClient#open()} is a connection for several requests, also ahead of their responses.
 *
 * <h2>A transport of one's own</h2>
 *
 * <p>Its test extends {@link sse.testkit.TransportContract}, which needs JUnit.
 *
 * <h2>A history or a backplane of one's own</h2>
 *
 * <p>Their tests extend {@link sse.testkit.HistoryContract} and {@link sse.testkit.BackplaneContract}. Tests of a
 * program that uses one take {@link sse.testkit.MemoryHistory} and {@link sse.testkit.MemoryBroker} in its place, which
 * fail when they are asked to.
 *
 * <p>Unless a type says otherwise, no method here takes or returns {@code null}; passing it throws
 * {@link java.lang.NullPointerException}.
 */
@NullMarked
package sse.testkit;

import org.jspecify.annotations.NullMarked;
