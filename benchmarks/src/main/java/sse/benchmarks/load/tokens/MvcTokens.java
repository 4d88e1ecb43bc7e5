package sse.benchmarks.load.tokens;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Spring MVC on Tomcat, put together as Spring Boot does with its virtual threads on: a controller returns an
 * {@link SseEmitter}, and a virtual thread sends to it, which blocks until the next token is there. Needs JDK 21.
 */
public final class MvcTokens implements TokenServer {
    private static final int BACKLOG = 1024;

    private final Tomcat server = new Tomcat();

    /**
     * Makes a server that does not listen yet.
     *
     * @param model produces the tokens
     */
    public MvcTokens(TokenModel model) {
        Executor threads = new VirtualThreadTaskExecutor("tokens-");
        server.setBaseDir(System.getProperty("java.io.tmpdir"));
        server.setPort(0);
        server.getConnector().setProperty("acceptCount", Integer.toString(BACKLOG));
        server.getConnector().getProtocolHandler().setExecutor(threads);
        var spring = new AnnotationConfigWebApplicationContext();
        spring.register(Configuration.class);
        spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("answers", new Answers(model, threads)));
        var context = server.addContext("", null);
        var servlet = Tomcat.addServlet(context, "spring", new DispatcherServlet(spring));
        servlet.setLoadOnStartup(1);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/");
    }

    @Override
    public int start() throws IOException {
        try {
            server.start();
        } catch (LifecycleException failure) {
            throw new IOException("server must start", failure);
        }
        return server.getConnector().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
            server.destroy();
        } catch (LifecycleException failure) {
            throw new IOException("server must stop", failure);
        }
    }

    /** Turns Spring MVC on. */
    @EnableWebMvc
    static class Configuration {}

    /** Answers requests. */
    @RestController
    static class Answers {
        private final TokenModel model;
        private final Executor threads;

        Answers(TokenModel model, Executor threads) {
            this.model = model;
            this.threads = threads;
        }

        /** Answers a request, and sends from another thread, as Spring's documentation does. */
        @PostMapping("/")
        SseEmitter answer(@RequestBody String prompt) {
            SseEmitter emitter = new SseEmitter(0L);
            threads.execute(() -> send(prompt, emitter));
            return emitter;
        }

        private void send(String prompt, SseEmitter emitter) {
            try {
                for (String token : model.generate(prompt)) {
                    emitter.send(token);
                }
                emitter.complete();
            } catch (IOException gone) {
                emitter.completeWithError(gone);
            }
        }
    }
}
