package sse.benchmarks.load.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Visits over HTTP/2 by prior knowledge, {@value #VISITORS_EACH} visitors on each connection. A connection lives for a
 * while; then it is closed or reset, with all that is on it, and its visitors come back over a new one. Confined to the
 * loop.
 */
final class Http2Visits implements VisitTransport {
    /** Fewer than the 100 streams that Tomcat allows on a connection: those that have vanished count, too. */
    private static final int VISITORS_EACH = 50;

    /** At INFO it has a line for each frame that comes after a stream was left. */
    private static final Logger NETTY_LOG = Logger.getLogger("io.netty.handler.codec.http2");

    private final ManualIoEventLoop loop = new ManualIoEventLoop(null, NioIoHandler.newFactory());
    private final Bootstrap bootstrap =
            new Bootstrap().group(loop).channel(NioSocketChannel.class).handler(new Http2Link.Handshake());
    private final Map<Integer, Http2Link> links = new HashMap<>();
    private final Queue<Http2Visit> opening = new ArrayDeque<>();
    private final byte[] bytes = new byte[256 * 1024];
    private final SplittableRandom random = new SplittableRandom(1);
    private boolean owned;

    Http2Visits() {
        NETTY_LOG.setLevel(Level.WARNING);
    }

    @Override
    public Visit begin(Visitor visitor, VisitRequest request) {
        Http2Link link = links.compute(
                visitor.index() / VISITORS_EACH,
                (slot, present) -> present != null && present.isUsable() ? present : connect(request));
        Http2Visit visit = new Http2Visit(link, visitor, request, bytes);
        opening.add(visit);
        return visit;
    }

    /** Closes connections whose time has come, and opens the streams of visits that wait for it. */
    @Override
    public void poll(long millis) {
        if (!owned) {
            loop.setOwningThread(Thread.currentThread());
            owned = true;
        }
        loop.run(TimeUnit.MILLISECONDS.toNanos(millis));
        long nowNanos = System.nanoTime();
        for (int i = opening.size(); i > 0; i--) {
            Http2Visit visit = opening.remove();
            if (!visit.open(nowNanos)) {
                opening.add(visit);
            }
        }
        for (Http2Link link : List.copyOf(links.values())) {
            link.onTime(nowNanos);
        }
    }

    @Override
    public void wakeup() {
        loop.wakeup();
    }

    @Override
    public void closeAll() {
        links.values().forEach(Http2Link::reset);
        links.clear();
        opening.clear();
        loop.runNow();
    }

    private Http2Link connect(VisitRequest request) {
        return new Http2Link(
                bootstrap.connect("127.0.0.1", request.port()),
                request.times().connectionNanos(random),
                random.nextBoolean());
    }
}
