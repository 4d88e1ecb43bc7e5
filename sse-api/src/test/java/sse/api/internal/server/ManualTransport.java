package sse.api.internal.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.SseServer;
import sse.api.Ticker;
import sse.api.spi.Lane;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.api.spi.support.SerialExecutor;

/** A transport whose requests are calls: everything happens in the caller, and time does not pass. */
public final class ManualTransport implements Transport, TransportServer, Ticker {
    /** The calls received, and the periods of scheduled tasks. */
    final List<String> calls = new ArrayList<>();

    final SerialExecutor loop = new SerialExecutor(Runnable::run);
    private @Nullable TransportContext context;
    private @Nullable Lane lane;

    public SseServer.Builder builder() {
        return SseServer.builder()
                .transport(this)
                .ticker(this)
                .executor(Runnable::run)
                .closeTimeout(Duration.ZERO);
    }

    public TransportContext context() {
        return Objects.requireNonNull(context);
    }

    public ManualExchange ask(String method, String target, Headers headers) {
        ManualExchange exchange = new ManualExchange(loop, method, target, headers);
        Objects.requireNonNull(lane).onRequest(exchange);
        return exchange;
    }

    public ManualExchange get(String target) {
        return ask("GET", target, Headers.of("Accept", "text/event-stream"));
    }

    @Override
    public String name() {
        return "manual";
    }

    @Override
    public TransportServer start(TransportContext given) {
        context = given;
        lane = given.newLane(loop, ByteBuffer.allocate(1024));
        return this;
    }

    @Override
    public InetSocketAddress address() {
        return context().bindAddress();
    }

    @Override
    public void stopAccepting() {
        calls.add("stop accepting");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public Task every(Duration period, Runnable action) {
        calls.add("every " + period);
        return () -> {};
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        throw new UnsupportedOperationException();
    }
}
