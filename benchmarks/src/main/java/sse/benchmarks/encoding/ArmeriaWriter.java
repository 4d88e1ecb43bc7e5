package sse.benchmarks.encoding;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.server.streaming.ServerSentEvents;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Is Armeria's {@code ServerSentEvents}: events go into {@code fromPublisher}, and what its response publishes is the
 * frame, all on one thread. The writer of the text is private, so the response's queue is measured with it. The event
 * is made beforehand.
 */
final class ArmeriaWriter implements FrameWriter {

    private final ServerSentEvent event;
    private final EventFeed<ServerSentEvent> feed = new EventFeed<>();
    private final Receiver receiver = new Receiver();

    ArmeriaWriter(FrameShape shape) {
        var builder = ServerSentEvent.builder().data(shape.data);
        if (shape.id != null) {
            builder.id(shape.id);
        }
        if (shape.type != null) {
            builder.event(shape.type);
        }
        this.event = builder.build();
        ServerSentEvents.fromPublisher(feed).subscribe(receiver, ImmediateEventExecutor.INSTANCE);
    }

    @Override
    public int write() {
        receiver.bytes = 0;
        feed.publish(event);
        return receiver.bytes;
    }

    @Override
    public byte[] frame() {
        write();
        return Objects.requireNonNull(receiver.last, "last").array();
    }

    private static final class Receiver implements Subscriber<HttpObject> {

        private int bytes;

        // A field, so that the data is not optimized away.
        private @Nullable HttpData last;

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(HttpObject part) {
            if (part instanceof HttpData data) {
                bytes += data.length();
                last = data;
            }
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException("response failed", failure);
        }

        @Override
        public void onComplete() {}
    }
}
