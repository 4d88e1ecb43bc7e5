package sse.benchmarks.encoding;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.lang.annotation.Annotation;
import org.glassfish.jersey.media.sse.OutboundEvent;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.message.MessageBodyWorkers;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * Is Jersey's {@code OutboundEventWriter}, as an application with {@code SseFeature} gets it from Jersey's own registry
 * of body writers, and the line feed that {@code EventOutput} sends behind each event. The event is made beforehand.
 */
final class JerseyWriter implements FrameWriter {

    private static final Annotation[] NONE = {};

    private final OutboundEvent event;
    private final MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
    private final FrameSink sink = new FrameSink();
    private final MessageBodyWriter<OutboundEvent> writer;

    JerseyWriter(FrameShape shape) {
        var builder = new OutboundEvent.Builder();
        if (shape.id != null) {
            builder.id(shape.id);
        }
        if (shape.type != null) {
            builder.name(shape.type);
        }
        this.event = builder.data(String.class, shape.data).build();
        this.writer = new ApplicationHandler(
                        new ResourceConfig(SseFeature.class).property(ServerProperties.WADL_FEATURE_DISABLE, true))
                .getInjectionManager()
                .getInstance(MessageBodyWorkers.class)
                .getMessageBodyWriter(
                        OutboundEvent.class, OutboundEvent.class, NONE, SseFeature.SERVER_SENT_EVENTS_TYPE);
    }

    @Override
    public int write() throws IOException {
        sink.reset();
        writer.writeTo(
                event,
                OutboundEvent.class,
                OutboundEvent.class,
                NONE,
                SseFeature.SERVER_SENT_EVENTS_TYPE,
                headers,
                sink);
        sink.write('\n');
        return sink.size();
    }

    @Override
    public byte[] frame() throws IOException {
        write();
        return sink.toByteArray();
    }
}
