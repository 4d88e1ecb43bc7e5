package sse.testkit.internal.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sse.api.Ticker;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.api.spi.support.WorkerThreads;
import sse.testkit.TestClient;
import sse.testkit.internal.contract.support.Eventually;

/**
 * A transport that runs with a core that does nothing by itself: requests are queued for the test, which answers them
 * on their lanes. Thread-safe. Closing it fails if the transport has made concurrent calls to a lane.
 */
final class BareServer implements AutoCloseable {
    private final Optional<ExecutorService> ownExecutor;
    private final List<BareLane> lanes = new CopyOnWriteArrayList<>();
    private final BlockingQueue<BareExchange> exchanges = new LinkedBlockingQueue<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final ContractSetting setting;
    private final TransportServer server;

    BareServer(ContractSetting setting, HttpLimits limits, Ticker ticker, Optional<InetSocketAddress> address) {
        this.setting = setting;
        ownExecutor = setting.executor().isPresent()
                ? Optional.empty()
                : Optional.of(WorkerThreads.newExecutor("contract-worker"));
        Executor executor = setting.executor().or(() -> ownExecutor).orElseThrow();
        InetSocketAddress bound = address.orElse(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            server = setting.transport().start(new Context(bound, limits, ticker, executor, this));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    TransportServer server() {
        return server;
    }

    TestClient client() {
        return ContractTest.patient(setting.clientOf(server.address()));
    }

    List<BareLane> lanes() {
        return lanes;
    }

    /** Waits for the next request. */
    BareExchange nextExchange() {
        try {
            BareExchange exchange = exchanges.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (exchange == null) {
                throw new AssertionError("request must arrive within " + Eventually.DEADLINE);
            }
            return exchange;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a request", interrupted);
        }
    }

    /** Returns the number of received requests that the test has not taken. */
    int waitingExchanges() {
        return exchanges.size();
    }

    @Override
    public void close() {
        server.close();
        ownExecutor.ifPresent(ExecutorService::shutdownNow);
        if (!violations.isEmpty()) {
            throw new AssertionError("a lane must do one thing at a time: " + violations);
        }
    }

    private record Context(
            InetSocketAddress bindAddress, HttpLimits limits, Ticker ticker, Executor executor, BareServer owner)
            implements TransportContext {
        @Override
        public Lane newLane(LaneLoop loop, ByteBuffer scratch) {
            BareLane lane = new BareLane(loop, scratch, owner.exchanges, owner.violations);
            owner.lanes.add(lane);
            return lane;
        }
    }
}
