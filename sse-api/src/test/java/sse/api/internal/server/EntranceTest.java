package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.CloseReason;
import sse.api.Headers;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.http.Accepts;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.api.spi.StreamConnection;

class EntranceTest {
    private static final Executor IN_CALLER = Runnable::run;

    private final StreamCounts counts = new StreamCounts();
    private final Places places = new Places(1, 1);
    private final BrokenExchange exchange = new BrokenExchange();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Routes routes = new Routes();

    @Test
    void givesThePlaceBackIfTheStreamCannotBeOpened() {
        Entrance entrance = entranceTo(StreamOptions.defaults());
        for (int i = 0; i < 2; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> enter(entrance, laneOn(loop::add)))
                    .withMessage("broken by the test");
            assertThat(places.taken()).isZero();
        }
        assertThat(counts.opened()).isEqualTo(2);
        assertThat(counts.closed()).containsEntry(CloseReason.CLIENT_GONE, 2L);
    }

    @Test
    void givesItBackOnceThoughTheConnectionComesToAnEndToo() {
        Entrance entrance = entranceTo(StreamOptions.defaults());
        assertThatIllegalStateException().isThrownBy(() -> enter(entrance, laneOn(loop::add)));
        exchange.closeConnection();

        assertThat(places.taken()).isZero();
        assertThat(counts.closed()).containsEntry(CloseReason.CLIENT_GONE, 1L);
    }

    @Test
    void givesThePlaceBackIfTheLaneTakesNoDecision() {
        Entrance entrance = entranceTo(StreamOptions.defaults().withAdmission(request -> Admission.accept()));
        enter(entrance, laneOn(task -> {
            throw new IllegalStateException("closed, as the test wants it");
        }));

        assertThat(places.taken()).isZero();
        assertThat(counts.shed()).isZero();
    }

    private Entrance entranceTo(StreamOptions options) {
        routes.stream("/", options, opened -> {});
        ServerSettings settings = new ServerSettings(
                routes,
                exchange.remoteAddress(),
                HttpLimits.defaults(),
                Optional.of(IN_CALLER),
                Ticker.system(),
                Optional.empty(),
                1,
                1,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Answers answers = new Answers(new CorsProtocol(Optional.empty()));
        return new Entrance(settings, answers, CallbackExecutors.of(settings.executor()), places, counts);
    }

    private void enter(Entrance entrance, StreamLane lane) {
        RequestTarget target = RequestTarget.parse("/").orElseThrow();
        Routes.Match match = routes.match(target.segments()).orElseThrow();
        ReceivedRequest request = new ReceivedRequest(exchange, target, match);
        Entrance.Opening opening = new Entrance.Opening(exchange, request, Headers.empty(), Accepts.BY_NAME);
        entrance.enter(lane, opening, match.route().stream().orElseThrow());
    }

    private static StreamLane laneOn(Executor loop) {
        return new StreamLane(
                loop, ByteBuffer.allocate(1024), Ticker.system(), Duration.ofHours(1), (lane, exchange) -> {});
    }

    /** An exchange that opens no stream. */
    private static final class BrokenExchange implements Exchange {
        private @Nullable ConnectionListener listener;

        @Override
        public StreamConnection open(Headers headers, ConnectionListener told) {
            listener = told;
            throw new IllegalStateException("broken by the test");
        }

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
            throw new AssertionError("no response expected: " + response);
        }
    }
}
