/**
 * Tests event streams without sockets and without sleeping.
 *
 * <h2>A first test</h2>
 *
 * <p>A {@link sse.testkit.TestServer} is a complete server in memory that does all its work on the thread of the test.
 * A {@link sse.testkit.ManualTicker} is its clock, which stands still until the test advances it:
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
 * <p>Nothing here waits: when {@code advance} returns, the client has received the event, and an event that is missing
 * then will never arrive. So a test fails at once, and its message contains what the client received instead.
 * {@code assertThat} is a method of {@link sse.testkit.SseAssertions}, which needs AssertJ; without it,
 * {@link sse.testkit.TestStream#nextEvent()} returns the {@linkplain sse.api.MessageEvent event}.
 *
 * <p>Closing the client fails if it has received events that the test has not read, unless the test calls
 * {@link sse.testkit.TestStream#ignoreUnread()}.
 *
 * <h2>Slow and faulty clients</h2>
 *
 * <p>A client reads only when the test asks it to. Until then the server can write as many bytes as its
 * {@linkplain sse.testkit.TestClient#withWindow(int) window} has:
 *
 * <pre>{@code
 * TestStream slow = server.client().withWindow(1024).connect("/prices");
 * prices.send(large);                       // fills the window; an empty send queue accepts an event of any size
 * prices.send(large);                       // exceeds the send queue
 * assertThat(prices).isClosedWith(CloseReason.OVERFLOW);
 * }</pre>
 *
 * <p>{@link sse.testkit.TestClient#withReadSize(int) withReadSize(1)} reads byte by byte.
 * {@link sse.testkit.TestStream#close() close}, {@link sse.testkit.TestStream#reset() reset} and
 * {@link sse.testkit.TestStream#halfClose() halfClose} disconnect in different ways;
 * {@link sse.testkit.TestStream#reconnect() reconnect} sends the last event ID, as a browser does.
 * {@link sse.testkit.ManualTicker#pendingTasks()} shows what a stream has left scheduled.
 *
 * <h2>The same test over sockets</h2>
 *
 * <p>{@link sse.testkit.TestServer#start(sse.api.spi.Transport, java.util.function.Consumer)} starts the server on any
 * transport, and {@link sse.testkit.TestClient#to(java.net.URI)} is a client of any server. Such a client waits, at
 * most for its {@linkplain sse.testkit.TestClient#withTimeout(java.time.Duration) timeout}, because the server works on
 * other threads.
 *
 * <h2>Ordinary requests</h2>
 *
 * <p>{@link sse.testkit.TestServer#get(String)} and {@link sse.testkit.TestServer#request} return a complete response;
 * {@link sse.testkit.TestClient#open()} opens a connection for several requests, which may be pipelined.
 *
 * <h2>Testing an implementation of an SPI</h2>
 *
 * <p>The test of a transport extends {@link sse.testkit.TransportContract}, that of a history
 * {@link sse.testkit.HistoryContract}, and that of a backplane {@link sse.testkit.BackplaneContract}; they need JUnit.
 * Programs that use a history or a backplane are tested with {@link sse.testkit.MemoryHistory} and
 * {@link sse.testkit.MemoryBroker}, which fail on request.
 *
 * <p>Unless a type says otherwise, no method here takes or returns {@code null}; a null argument causes a
 * {@link java.lang.NullPointerException}.
 */
@NullMarked
package sse.testkit;

import org.jspecify.annotations.NullMarked;
