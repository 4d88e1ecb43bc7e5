package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Reply;
import sse.api.RequestOptions;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;

/** What a client sees of the end of a stream: complete, failed, or ended by the server, on every transport. */
public abstract class StreamEndServerTest extends ContractTest {
    private static final String DONE = "data: [DONE]\n\n";
    private static final StreamOptions OPTIONS = StreamOptions.builder()
            .noFirstComment()
            .noRetry()
            .endEvent(Event.of("[DONE]"))
            .errorEvent(failure -> Event.of("error", String.valueOf(failure.getMessage())))
            .build();

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected StreamEndServerTest() {}

    @Test
    void sendsEndEventBehindAllOthers() {
        TestStream stream = post(OPTIONS, opened -> {
            opened.send("1");
            opened.close();
            opened.send("2");
        });

        assertEquals("data: 1\n\n" + DONE, stream.readRest());
    }

    @Test
    void sendsEndEventOfEmptyStream() {
        assertEquals(DONE, post(OPTIONS, opened -> opened.close()).readRest());
    }

    @Test
    void sendsEndEventWhenPublisherCompletes() {
        TestStream stream =
                post(OPTIONS, opened -> opened.sendAll(subscriber -> subscriber.onSubscribe(new Counting(subscriber))));

        assertEquals("data: 1\n\ndata: 2\n\n" + DONE, stream.readRest());
    }

    @Test
    void sendsEndEventBehindEventsOfTopic() {
        Topic topic = Topic.builder().build();
        TestStream stream = post(OPTIONS, opened -> {
            topic.subscribe(opened);
            topic.publish(Event.of("1"));
            opened.close();
        });

        assertEquals("1", stream.nextEvent().data());
        assertEquals("[DONE]", stream.nextEvent().data());
        assertEquals(StreamEnd.COMPLETE, stream.awaitEnd());
    }

    @Test
    void sendsErrorEventAndCutsStream() {
        try (LogWatch log = LogWatch.onCore()) {
            TestStream stream = post(OPTIONS, opened -> {
                opened.send("1");
                throw new IllegalStateException("thrown by the test");
            });

            assertEquals("1", stream.nextEvent().data());
            assertEquals("error", stream.nextEvent().type());
            assertEquals(cut(), stream.awaitEnd());
            log.awaitOnly("thrown by the test");
        }
    }

    @Test
    void sendsErrorEventOfPublisher() {
        try (LogWatch log = LogWatch.onCore()) {
            TestStream stream = post(
                    OPTIONS,
                    opened -> opened.sendAll(
                            subscriber -> subscriber.onError(new IllegalStateException("thrown by the test"))));

            assertEquals("thrown by the test", stream.nextEvent().data());
            assertEquals(cut(), stream.awaitEnd());
            log.awaitOnly("thrown by the test");
        }
    }

    @Test
    void cutsStreamWithoutEventIfItsFunctionThrows() {
        StreamOptions options = OPTIONS.toBuilder()
                .errorEvent(failure -> {
                    throw new IllegalStateException("thrown by the test");
                })
                .build();
        try (LogWatch log = LogWatch.onCore()) {
            TestStream stream = post(options, opened -> {
                throw new IllegalStateException("thrown by the test");
            });

            assertEquals(cut(), stream.awaitEnd());
            log.awaitOnly(2, "thrown by the test");
        }
    }

    @Test
    void cutsPostsWhenServerCloses() {
        TestServer server = serve(b -> b.closingEvent(Event.of("bye")).stream("/", OPTIONS, streams)
                .respond("/", RequestOptions.methods("POST"), request -> Reply.stream(OPTIONS, streams)));
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send("POST", "/", Headers.empty(), "x");
        TestStream post = connection.receiveStream();
        streams.next().send("1");
        TestStream get = connect(server, "/");
        streams.next().send("1");

        Thread closer = new Thread(server::close, "contract-closer");
        closer.start();

        for (TestStream stream : new TestStream[] {post, get}) {
            assertEquals("1", stream.nextEvent().data());
            assertEquals("bye", stream.nextEvent().data());
            assertEquals(stream == post ? cut() : StreamEnd.COMPLETE, stream.awaitEnd());
            stream.close();
        }
        assertEquals(java.util.List.of(CloseReason.SHUTDOWN, CloseReason.SHUTDOWN), awaitReasons(closer));
        assertFalse(streams.hasNext());
    }

    private java.util.List<CloseReason> awaitReasons(Thread closer) {
        try {
            closer.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted while the server closes", interrupted);
        }
        return streams.reasons();
    }

    private StreamEnd cut() {
        return can(TransportAbility.MARKS_STREAM_END) ? StreamEnd.CUT : StreamEnd.COMPLETE;
    }

    private TestStream post(StreamOptions options, StreamHandler handler) {
        TestServer server = serve(b -> b.stream("/", RequestOptions.methods("POST"), options, handler));
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send("POST", "/", Headers.empty(), "x");
        return connection.receiveStream().ignoreUnread();
    }

    /** Sends two events and completes. */
    private static final class Counting implements Flow.Subscription {
        private final Flow.Subscriber<? super Event> subscriber;
        private int count;

        Counting(Flow.Subscriber<? super Event> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (++count <= 2) {
                subscriber.onNext(Event.of(Integer.toString(count)));
            } else {
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {}
    }
}
