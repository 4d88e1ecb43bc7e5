package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.internal.server.ManualExchange;
import sse.api.internal.server.ManualTransport;
import sse.api.spi.ExchangeSource;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.MountedService;
import sse.api.spi.ServiceContext;
import sse.api.spi.ServiceHost;
import sse.api.spi.support.SerialExecutor;

class SseServiceTest {
    private static final Headers EVENT_STREAM = Headers.of("Accept", "text/event-stream");

    private final List<EventStream> opened = new ArrayList<>();
    private final SseService service = settings().build();

    private SseService.Builder settings() {
        return SseService.builder()
                .executor(Runnable::run)
                .ticker(new ManualTransport())
                .closeTimeout(Duration.ZERO)
                .closingEvent(Event.of("bye"))
                .maxStreams(1)
                .stream("/", opened::add);
    }

    @Test
    void requiresRoute() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SseService.builder().build())
                .withMessage("service must have at least one route: add one with stream, respond or fallback");
    }

    @Nested
    class Mounted {
        private final ManualHost host = new ManualHost();

        @Test
        void passesContextToHost() {
            HttpLimits limits = HttpLimits.builder().bodyBytes(7).build();
            Executor executor = Runnable::run;
            try (MountedService mounted =
                    settings().limits(limits).executor(executor).build().mount(host)) {
                assertThat(host.context.limits()).isEqualTo(limits);
                assertThat(host.context.executor()).isSameAs(executor);
                assertThat(mounted.openStreams()).isZero();
            }
        }

        @Test
        void opensStreams() {
            MountedService mounted = service.mount(host);
            ManualExchange exchange = host.get("/");

            assertThat(exchange.outcome()).isEqualTo("stream");
            assertThat(mounted.openStreams()).isEqualTo(1);
            assertThat(mounted.statistics().openedStreams()).isEqualTo(1);
            mounted.close();
        }

        @Test
        void drainsAndClosesInOrder() throws Exception {
            MountedService mounted = service.mount(host);
            ManualExchange exchange = host.get("/");
            mounted.close();
            mounted.close();
            mounted.awaitClose();

            assertThat(exchange.written()).isEqualTo(":\nretry: 3000\ndata: bye\n\n");
            assertThat(exchange.isOver()).isTrue();
            assertThat(host.calls).containsExactly("stop accepting, 0 of 1 over", "close, 1 of 1 over");
            assertThat(mounted.statistics().closedStreams()).containsEntry(CloseReason.SHUTDOWN, 1L);
        }

        @Test
        void endsThreadsIfHostDoesNotStart() throws Exception {
            SseService withThreads =
                    SseService.builder().stream("/", stream -> {}).build();
            AtomicReference<Executor> executor = new AtomicReference<>();
            CompletableFuture<Thread> worker = new CompletableFuture<>();
            assertThatIllegalStateException()
                    .isThrownBy(() -> withThreads.mount(context -> {
                        executor.set(context.executor());
                        executor.get().execute(() -> worker.complete(Thread.currentThread()));
                        throw new IllegalStateException("made up");
                    }))
                    .withMessage("made up");

            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> executor.get().execute(() -> {}));
            Thread started = worker.get(30, TimeUnit.SECONDS);
            started.join(30_000);
            assertThat(started.isAlive()).isFalse();
        }
    }

    @Nested
    class StartedSeveralTimes {
        private final ManualHost first = new ManualHost();
        private final ManualHost second = new ManualHost();

        @Test
        void countsAndLimitsStreamsOfEachStart() {
            MountedService one = service.mount(first);
            MountedService other = service.mount(second);
            first.get("/");

            assertThat(first.get("/").isOver()).as("shed").isTrue();
            assertThat(second.get("/").isOver()).isFalse();
            assertThat(one.statistics().shed()).isEqualTo(1);
            assertThat(other.statistics().shed()).isZero();
            one.close();
            other.close();
        }

        @Test
        void closesEachStartSeparately() {
            MountedService one = service.mount(first);
            MountedService other = service.mount(second);
            ManualExchange exchange = second.get("/");
            one.close();

            assertThat(exchange.isOver()).isFalse();
            assertThat(second.calls).isEmpty();
            other.close();
            assertThat(exchange.isOver()).isTrue();
        }

        @Test
        void mountsAgainAfterClose() {
            service.mount(first).close();
            try (MountedService again = service.mount(second)) {
                assertThat(second.get("/").isOver()).isFalse();
                assertThat(again.openStreams()).isEqualTo(1);
            }
        }
    }

    @Nested
    class Served {
        private final ManualTransport transport = new ManualTransport();

        @Test
        void servesRoutesOnAddress() throws IOException {
            try (SseServer server =
                    SseServer.builder(service).transport(transport).port(7).start()) {
                assertThat(server.port()).isEqualTo(7);
                assertThat(transport.get("/").outcome()).isEqualTo("stream");
                assertThat(server.openStreams()).isEqualTo(1);
            }
        }

        @Test
        void keepsSettingsIfServerBuilderChanges() throws IOException {
            SseServer server = SseServer.builder(service)
                    .transport(transport)
                    .respond("/more", request -> Response.text("more"))
                    .start();
            assertThat(transport.get("/more").outcome()).isEqualTo("200 more");
            server.close();

            ManualHost host = new ManualHost();
            try (MountedService mounted = service.mount(host)) {
                assertThat(host.get("/more").outcome()).isEqualTo("404 nothing is at this path");
                assertThat(mounted.openStreams()).isZero();
            }
        }
    }

    @Test
    void keepsSettingsIfBuilderChanges() {
        SseService.Builder builder = settings();
        ManualHost before = new ManualHost();
        ManualHost after = new ManualHost();
        MountedService one = builder.build().mount(before);
        MountedService other = builder.respond("/more", request -> Response.text("more"))
                .build()
                .mount(after);

        assertThat(before.get("/more").outcome()).isEqualTo("404 nothing is at this path");
        assertThat(after.get("/more").outcome()).isEqualTo("200 more");
        one.close();
        other.close();
    }

    @Test
    void copiesEverySettingToBuilder() {
        ManualHost host = new ManualHost();
        MountedService mounted = service.toBuilder()
                .respond("/more", request -> Response.text("more"))
                .build()
                .mount(host);
        ManualExchange exchange = host.get("/");

        assertThat(host.get("/more").outcome()).isEqualTo("200 more");
        assertThat(host.get("/").isOver()).as("shed").isTrue();
        mounted.close();
        assertThat(exchange.written()).isEqualTo(":\nretry: 3000\ndata: bye\n\n");
    }

    /** A host whose requests are method calls: everything runs in the caller. */
    private static final class ManualHost implements ServiceHost, ExchangeSource {
        private final List<String> calls = new ArrayList<>();
        private final List<ManualExchange> exchanges = new ArrayList<>();
        private final SerialExecutor loop = new SerialExecutor(Runnable::run);
        private ServiceContext context;
        private Lane lane;

        @Override
        public ExchangeSource start(ServiceContext given) {
            context = given;
            lane = given.newLane(loop, ByteBuffer.allocate(1024));
            return this;
        }

        ManualExchange get(String target) {
            ManualExchange exchange = new ManualExchange(loop, "GET", target, EVENT_STREAM);
            exchanges.add(exchange);
            lane.onRequest(exchange);
            return exchange;
        }

        @Override
        public void stopAccepting() {
            calls.add("stop accepting" + over());
        }

        @Override
        public void close() {
            calls.add("close" + over());
        }

        private String over() {
            long over = exchanges.stream().filter(ManualExchange::isOver).count();
            return ", " + over + " of " + exchanges.size() + " over";
        }
    }
}
