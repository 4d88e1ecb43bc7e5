package sse.benchmarks.encoding;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitterReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Is Spring MVC's {@code SseEmitter}, started by Spring's own handler for that return type on an asynchronous servlet
 * request in memory, with the string converter in UTF-8. The event is built each time: the builder already writes the
 * wire text.
 */
final class SpringMvcWriter implements FrameWriter {

    private final FrameShape shape;
    private final FrameSink sink = new FrameSink();
    private final SseEmitter emitter = new SseEmitter();

    SpringMvcWriter(FrameShape shape) throws Exception {
        this.shape = shape;
        var request = new AsyncRequest();
        var webRequest = new StandardServletAsyncWebRequest(request, new SinkResponse(sink));
        WebAsyncUtils.getAsyncManager(webRequest).setAsyncWebRequest(webRequest);
        var controller = new MethodParameter(SpringMvcWriter.class.getDeclaredMethod("emitter"), -1);
        new ResponseBodyEmitterReturnValueHandler(List.of(new StringHttpMessageConverter(StandardCharsets.UTF_8)))
                .handleReturnValue(emitter, controller, new ModelAndViewContainer(), webRequest);
    }

    /** Stands for the controller's method, whose return type the handler reads. */
    SseEmitter emitter() {
        return emitter;
    }

    @Override
    public int write() throws IOException {
        sink.reset();
        var event = SseEmitter.event();
        if (shape.id != null) {
            event.id(shape.id);
        }
        if (shape.type != null) {
            event.name(shape.type);
        }
        emitter.send(event.data(shape.data));
        return sink.size();
    }

    @Override
    public byte[] frame() throws IOException {
        write();
        return sink.toByteArray();
    }

    /** Keeps attributes, where Spring keeps what it knows of the asynchronous request. */
    private static final class AsyncRequest extends HttpServletRequestWrapper {

        private final Map<String, Object> attributes = new HashMap<>();

        AsyncRequest() {
            super(StandIn.of(HttpServletRequest.class, Map.of("getRequestURI", "/events")));
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return attributes.get(name);
        }

        @Override
        public void setAttribute(String name, Object value) {
            attributes.put(name, value);
        }

        @Override
        public boolean isAsyncSupported() {
            return true;
        }

        @Override
        public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
            return StandIn.of(AsyncContext.class, Map.of());
        }
    }
}
