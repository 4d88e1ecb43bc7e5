package sse.servlet;

import jakarta.servlet.annotation.WebServlet;
import sse.api.SseService;
import sse.api.Topic;

@WebServlet(urlPatterns = "/live/*", asyncSupported = true)
public final class LiveServlet extends SseServlet {
    private static final long serialVersionUID = 1L;

    static final Topic NEWS = Topic.builder().build();

    public LiveServlet() {
        super(SseService.builder().stream("/news", NEWS).build());
    }
}
