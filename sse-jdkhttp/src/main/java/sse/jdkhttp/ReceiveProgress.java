package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.util.OptionalLong;

/**
 * Whether a client goes on to receive although a write to it blocks: then the kernel holds less for it from one look to
 * the next. For use by one thread at a time.
 */
final class ReceiveProgress {
    private final SocketQueues queues;
    private final HttpExchange exchange;
    private OptionalLong held = OptionalLong.empty();

    ReceiveProgress(SocketQueues queues, HttpExchange exchange) {
        this.queues = queues;
        this.exchange = exchange;
    }

    /** Returns true if the client has received something since the last call; false if that is not known. */
    boolean advance() {
        OptionalLong before = held;
        held = queues.bytesOf(exchange.getLocalAddress(), exchange.getRemoteAddress());
        return before.isPresent() && held.isPresent() && held.getAsLong() != before.getAsLong();
    }
}
