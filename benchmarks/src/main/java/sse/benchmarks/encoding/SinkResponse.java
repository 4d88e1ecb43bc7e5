package sse.benchmarks.encoding;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.List;
import java.util.Map;

/**
 * Is a servlet response whose body is a {@link FrameSink}; what an event needs is plain code, the rest a
 * {@link StandIn}.
 */
final class SinkResponse extends HttpServletResponseWrapper {

    private final FrameSink sink;

    SinkResponse(FrameSink sink) {
        super(StandIn.of(HttpServletResponse.class, Map.of("getHeaderNames", List.of())));
        this.sink = sink;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return sink;
    }

    @Override
    public void flushBuffer() {}
}
