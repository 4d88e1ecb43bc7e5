package sse.benchmarks.encoding;

import io.ktor.server.application.ApplicationCall;
import io.ktor.server.sse.SSEServerContent;
import io.ktor.server.sse.ServerSSESession;
import io.ktor.sse.ServerSentEvent;
import io.ktor.util.AttributesJvmKt;
import java.util.Map;
import java.util.Objects;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import org.jspecify.annotations.Nullable;

/**
 * Is the session of Ktor's {@code SSEServerContent}, open on a channel in memory: its lock,
 * {@code ServerSentEvent.toString()} and the UTF-8 of that, written and flushed. The event is made beforehand.
 */
final class KtorWriter implements FrameWriter {

    private final ServerSentEvent event;
    private final MemoryWriteChannel channel = new MemoryWriteChannel();
    private final Continuation<Unit> caller = new Caller();
    private @Nullable ServerSSESession opened;
    private final ServerSSESession session;

    KtorWriter(FrameShape shape) {
        this.event = new ServerSentEvent(shape.data, shape.type, shape.id, null, null);
        var call = StandIn.of(ApplicationCall.class, Map.of("getAttributes", AttributesJvmKt.Attributes(false)));
        new SSEServerContent(call, (session, handler) -> {
                    opened = session;
                    return IntrinsicsKt.getCOROUTINE_SUSPENDED();
                })
                .writeTo(channel, caller);
        this.session = Objects.requireNonNull(opened, "opened");
    }

    @Override
    public int write() {
        channel.reset();
        if (session.send(event, caller) != Unit.INSTANCE) {
            throw new IllegalStateException("send must not wait");
        }
        return channel.size();
    }

    @Override
    public byte[] frame() {
        write();
        return channel.toByteArray();
    }

    /** Is called by no one: nothing here waits. */
    private static final class Caller implements Continuation<Unit> {

        @Override
        public CoroutineContext getContext() {
            return EmptyCoroutineContext.INSTANCE;
        }

        @Override
        public void resumeWith(Object result) {}
    }
}
