package sse.api.internal.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import sse.api.Ticker;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.Refusals;
import sse.api.spi.ServiceContext;
import sse.api.spi.TransportContext;

/** A service's context with an address, for a transport. */
public record BoundContext(ServiceContext service, InetSocketAddress bindAddress) implements TransportContext {
    @Override
    public HttpLimits limits() {
        return service.limits();
    }

    @Override
    public Ticker ticker() {
        return service.ticker();
    }

    @Override
    public Executor executor() {
        return service.executor();
    }

    @Override
    public Refusals refusals() {
        return service.refusals();
    }

    @Override
    public Lane newLane(LaneLoop loop, ByteBuffer scratch) {
        return service.newLane(loop, scratch);
    }
}
