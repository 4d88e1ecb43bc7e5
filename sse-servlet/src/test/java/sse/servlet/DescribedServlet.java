package sse.servlet;

import sse.api.SseService;

/** Registered by a {@code web.xml}. */
public final class DescribedServlet extends SseServlet {
    private static final long serialVersionUID = 1L;

    public DescribedServlet() {
        super(greeting("described"));
    }

    /** Public: a war has a class loader of its own. */
    public static SseService greeting(String text) {
        return SseService.builder().stream("/", stream -> stream.send(text)).build();
    }
}
