package sse.servlet;

import jakarta.servlet.annotation.WebServlet;

/** Registered by its annotation, where a container looks for that. */
@WebServlet(urlPatterns = "/annotated", asyncSupported = true)
public final class AnnotatedServlet extends SseServlet {
    private static final long serialVersionUID = 1L;

    public AnnotatedServlet() {
        super(DescribedServlet.greeting("annotated"));
    }
}
