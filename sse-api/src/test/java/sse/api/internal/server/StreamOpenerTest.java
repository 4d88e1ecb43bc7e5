package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sse.api.Admission;
import sse.api.CloseReason;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.ServerObserver;
import sse.api.StreamClosing;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.StreamSummary;
import sse.api.Ticker;
import sse.api.internal.CoreLog;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.api.spi.LaneLoop;
import sse.api.spi.StreamConnection;

class StreamOpenerTest {
    private static final Executor IN_CALLER = Runnable::run;
    private static final StreamClosing FOR_GOOD =
            StreamClosing.of(CloseReason.REVOKED).forGood(Duration.ofHours(1));

    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final BrokenExchange exchange = new BrokenExchange();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Routes routes = new Routes();
    private Optional<ServerObserver> observer = Optional.empty();

    @Test
    void releasesPermitIfOpeningThrows() {
        StreamOpener opener = openerOf(StreamOptions.defaults());
        for (int i = 0; i < 2; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> open(opener, laneOn(loop::add)))
                    .withMessage("broken by the test");
            assertThat(opener.permits().acquired()).isZero();
        }
        assertThat(opener.counts().opened()).isEqualTo(2);
        assertThat(opener.counts().closed()).containsEntry(CloseReason.CLIENT_GONE, 2L);
    }

    @Test
    void notifiesObserverOfOpeningFirst() {
        List<String> calls = new ArrayList<>();
        observer = Optional.of(new ServerObserver() {
            @Override
            public void onOpen(StreamRequest request) {
                calls.add("open " + request.path());
            }

            @Override
            public void onClose(StreamSummary summary) {
                calls.add("closed " + summary.closeReason());
            }
        });
        StreamOpener opener = openerOf(StreamOptions.defaults());

        assertThatIllegalStateException()
                .isThrownBy(() -> open(opener, laneOn(loop::add)))
                .withMessage("broken by the test");

        assertThat(calls).containsExactly("open /", "closed CLIENT_GONE");
        assertThat(opener.permits().acquired()).isZero();
    }

    @Test
    void releasesPermitOnceIfConnectionEndsToo() {
        StreamOpener opener = openerOf(StreamOptions.defaults());
        assertThatIllegalStateException()
                .isThrownBy(() -> open(opener, laneOn(loop::add)))
                .withMessage("broken by the test");
        exchange.closeConnection();

        assertThat(opener.permits().acquired()).isZero();
        assertThat(opener.counts().closed()).containsEntry(CloseReason.CLIENT_GONE, 1L);
    }

    @Test
    void releasesPermitOnceIfLoopRejectsStream() {
        StreamOpener opener = openerOf(StreamOptions.defaults());
        exchange.opensConnection = true;
        assertThatIllegalStateException()
                .isThrownBy(() -> open(opener, laneOn(task -> {
                    throw new IllegalStateException("full, as the test wants it");
                })))
                .withMessage("full, as the test wants it");
        exchange.closeConnection();

        assertThat(opener.permits().acquired()).isZero();
        assertThat(opener.counts().closed()).containsEntry(CloseReason.CLIENT_GONE, 1L);
    }

    @Test
    void releasesPermitIfLoopRejectsDecision() {
        StreamOpener opener = openerOf(
                StreamOptions.builder().admission(request -> Admission.accept()).build());
        open(opener, laneOn(task -> {
            throw new IllegalStateException("closed, as the test wants it");
        }));

        assertThat(opener.permits().acquired()).isZero();
        assertThat(opener.counts().shed()).isZero();
        assertThat(exchange.responses).isEmpty();
        assertThat(coreLog.records())
                .containsExactly("event loop rejected the decision of an admission: closed, as the test wants it");
    }

    @Test
    void opensNothingForClientThatHasGone() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        StreamOpener opener = openerOf(
                StreamOptions.builder().admission(request -> Admission.accept()).build(), tasks::add);
        open(opener, laneOn(loop::add));
        assertThat(opener.permits().acquired()).isEqualTo(1);

        exchange.peerEndAction.run();
        assertThat(opener.permits().acquired()).isZero();
        tasks.remove().run();
        loop.remove().run();

        assertThat(opener.permits().acquired()).isZero();
        assertThat(opener.counts().opened()).isZero();
        assertThat(exchange.responses).containsExactly(503);
    }

    @Test
    void refusesStreamClosedForGoodMeanwhile() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        StreamOpener opener = openerOf(
                StreamOptions.builder().admission(request -> Admission.accept()).build(), tasks::add);
        open(opener, laneOn(loop::add));
        tasks.remove().run();
        opener.closings().close(List.of(), stream -> false, FOR_GOOD);
        loop.remove().run();
        tasks.remove().run();
        opener.closings().close(List.of(), stream -> true, FOR_GOOD);
        loop.remove().run();
        assertThat(exchange.responses).isEmpty();

        tasks.remove().run();
        loop.remove().run();

        assertThat(exchange.responses).containsExactly(204);
        assertThat(opener.permits().acquired()).isZero();
        assertThat(opener.counts().opened()).isZero();
    }

    @Test
    void remembersBoundedNumberOfClosings() {
        StreamClosings closings = openerOf(StreamOptions.defaults()).closings();
        for (int i = 0; i < 1024; i++) {
            closings.close(List.of(), stream -> false, FOR_GOOD);
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> closings.close(List.of(), stream -> false, FOR_GOOD))
                .withMessage("at most 1024 predicates of streams that are closed for good are remembered: "
                        + "let the admission refuse them");
        assertThat(closings.close(List.of(), stream -> false, StreamClosing.of(CloseReason.REVOKED)))
                .isCompletedWithValue(0);
    }

    private StreamOpener openerOf(StreamOptions options) {
        return openerOf(options, IN_CALLER);
    }

    private StreamOpener openerOf(StreamOptions options, Executor executor) {
        routes.stream("/", RequestOptions.defaults(), options, opened -> {});
        ServiceConfig config = new ServiceConfig(
                routes,
                HttpLimits.defaults(),
                Optional.of(executor),
                Ticker.system(),
                Optional.empty(),
                1,
                1,
                16,
                256,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                observer);
        ErrorResponses responses = new ErrorResponses(new CorsProtocol(Optional.empty()));
        return new StreamOpener(config, responses, CallbackExecutors.of(config.executor()));
    }

    private void open(StreamOpener opener, StreamLane lane) {
        RequestTarget target = RequestTarget.parse("/").orElseThrow();
        Routes.Match match = routes.match(target.segments()).orElseThrow();
        ReceivedRequest request = new ReceivedRequest(exchange, target, match, Optional.empty());
        opener.open(new PendingOpen(
                lane,
                exchange,
                request,
                StreamPlan.of(match.route().stream("GET").orElseThrow()),
                Headers.empty(),
                AcceptMatch.EXPLICIT));
    }

    private static StreamLane laneOn(LaneLoop loop) {
        return new StreamLane(
                loop, ByteBuffer.allocate(1024), Ticker.system(), Duration.ofHours(1), (lane, exchange) -> {});
    }

    /** An exchange that opens no stream, or one whose connection accepts nothing. */
    private static final class BrokenExchange implements Exchange, StreamConnection {
        boolean opensConnection;
        final List<Integer> responses = new ArrayList<>();
        private Runnable peerEndAction = () -> {};
        private @Nullable ConnectionListener listener;

        @Override
        public StreamConnection open(int status, Headers headers, ConnectionListener told) {
            listener = told;
            if (opensConnection) {
                return this;
            }
            throw new IllegalStateException("broken by the test");
        }

        @Override
        public int write(ByteBuffer bytes) {
            return 0;
        }

        @Override
        public void finish() {}

        @Override
        public void abort() {}

        void closeConnection() {
            listener.closed();
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String target() {
            return "/";
        }

        @Override
        public Headers headers() {
            return Headers.empty();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return InetSocketAddress.createUnresolved("test", 1);
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public void respond(Response response) {
            responses.add(response.status());
        }

        @Override
        public void onPeerEnd(Runnable action) {
            peerEndAction = action;
        }
    }
}
