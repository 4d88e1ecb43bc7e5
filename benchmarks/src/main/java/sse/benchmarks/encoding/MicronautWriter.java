package sse.benchmarks.encoding;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.MessageBodyHandlerRegistry;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.simple.SimpleHttpHeaders;
import io.micronaut.http.sse.Event;
import java.util.List;

/**
 * Is Micronaut's {@code TextStreamBodyWriter}, as its registry of body writers gives it for {@code text/event-stream};
 * it replaced {@code TextStreamCodec}, which the server no longer uses. It writes to a stream, as for the server. The
 * event is made beforehand.
 */
final class MicronautWriter implements FrameWriter {

    private static final Argument<Event<String>> TYPE = type();

    private final Event<String> event;
    private final MutableHeaders headers = new SimpleHttpHeaders();
    private final FrameSink sink = new FrameSink();
    private final MessageBodyWriter<Event<String>> writer;

    MicronautWriter(FrameShape shape) {
        var made = Event.of(shape.data);
        if (shape.id != null) {
            made = made.id(shape.id);
        }
        this.event = shape.type == null ? made : made.name(shape.type);
        try (var context = ApplicationContext.run()) {
            this.writer = context.getBean(MessageBodyHandlerRegistry.class)
                    .getWriter(TYPE, List.of(MediaType.TEXT_EVENT_STREAM_TYPE));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Argument<Event<String>> type() {
        return (Argument) Argument.of(Event.class, String.class);
    }

    @Override
    public int write() {
        sink.reset();
        writer.writeTo(TYPE, MediaType.TEXT_EVENT_STREAM_TYPE, event, headers, sink);
        return sink.size();
    }

    @Override
    public byte[] frame() {
        write();
        return sink.toByteArray();
    }
}
