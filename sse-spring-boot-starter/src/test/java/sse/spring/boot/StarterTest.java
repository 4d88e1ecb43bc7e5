package sse.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import sse.api.Event;
import sse.api.Headers;
import sse.servlet.SseServlet;
import sse.spring.boot.news.NewsApplication;
import sse.spring.boot.news.Threads;
import sse.spring.boot.service.ServiceApplication;
import sse.testkit.StreamEnd;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** What the starter adds to applications. */
class StarterTest {
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Running {
        private RunningApplication application;

        @BeforeAll
        void start() {
            application = RunningApplication.start(NewsApplication.class);
        }

        @AfterAll
        void stop() {
            application.close();
        }

        @Test
        void servesTopicAndResumes() {
            TestStream stream = application.connectToNews();
            application.news().publish(Event.of("news", "first"));
            assertEquals("first", stream.nextEvent().data());
            String id = stream.lastEventId();
            stream.close();
            application.news().publish(Event.of("news", "missed"));

            try (TestStream resumed = application.client().withLastEventId(id).connect("/sse/news")) {
                assertEquals("missed", resumed.nextEvent().data());
                resumed.ignoreUnread();
            }
        }

        @Test
        void passesPrincipal() {
            String who = application.client().get("/sse/who").text();

            assertEquals(RunningApplication.SECURED ? "ada" : "-", who);
        }

        @Test
        void refusesWhatSecurityRefuses() {
            int status = application.stranger().get("/sse/who").status();

            assertEquals(RunningApplication.SECURED ? 401 : 200, status);
        }

        @Test
        void hasMeters() {
            double opened =
                    application.meter("sse.streams.opened").functionCounter().count();
            try (TestStream stream = application.connectToNews()) {
                application.news().publish(Event.of("news", "counted"));
                assertEquals("counted", stream.nextEvent().data());

                assertEquals(
                        opened + 1,
                        application
                                .meter("sse.streams.opened")
                                .functionCounter()
                                .count());
                assertTrue(application.meter("sse.streams.open").gauge().value() >= 1);
                assertTrue(application
                                .meter("sse.topic.subscribers")
                                .tag("topic", "news")
                                .gauge()
                                .value()
                        >= 1);
                stream.ignoreUnread();
            }
            // Clients of other tests may be noticed late to have disconnected.
            Eventually.becomes("open streams", 0.0, () -> {
                application.news().publish(Event.of("news", "without subscribers"));
                return application.meter("sse.streams.open").gauge().value();
            });
            Eventually.becomes(
                    "subscribers",
                    0.0,
                    () -> application
                            .meter("sse.topic.subscribers")
                            .tag("topic", "news")
                            .gauge()
                            .value());
        }

        @Test
        void injectsServlet() {
            try (TestStream stream = application.connectToNews()) {
                assertTrue(application.bean(SseServlet.class).openStreams() >= 1);
                stream.ignoreUnread();
            }
        }
    }

    @Test
    void sendsClosingEventBeforeGracefulStop() {
        try (RunningApplication application = RunningApplication.start(
                        NewsApplication.class, "--spring.lifecycle.timeout-per-shutdown-phase=55s");
                TestStream stream = application.connectToNews()) {
            long start = System.nanoTime();

            application.close();

            // Boot would wait for the stream until the timeout of its phase.
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(30).toNanos(), "stopped late");
            assertEquals("bye", stream.nextEvent().data());
            assertEquals(StreamEnd.COMPLETE, stream.awaitEnd());
            assertTrue(stream.retry().isPresent());
        }
    }

    @Test
    @Tag("once")
    void servesAgainAfterStopAndStart() {
        try (RunningApplication application = RunningApplication.start(NewsApplication.class)) {
            assertTrue(health(application).contains("\"status\":\"UP\""), health(application));
            application.bean(SseLifecycle.class).stop();
            assertTrue(health(application).contains("\"status\":\"OUT_OF_SERVICE\""), health(application));
            application.context().stop();
            assertFalse(application.context().isRunning());
            application.context().start();

            try (TestStream stream = application.connectToNews()) {
                application.news().publish(Event.of("news", "again"));
                assertEquals("again", stream.nextEvent().data());
                stream.ignoreUnread();
            }
            assertTrue(health(application).contains("\"openStreams\":"), health(application));
        }
    }

    private static String health(RunningApplication application) {
        return application
                .client()
                .request("GET", "/actuator/health/sse", Headers.empty(), "")
                .text();
    }

    @Test
    @Tag("once")
    void servesServiceBelowPath() {
        try (RunningApplication application = RunningApplication.start(ServiceApplication.class, "--sse.path=/live")) {
            assertEquals("hello", application.client().get("/live/hello").text());
            assertEquals(404, application.client().get("/sse/hello").status());
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void servesOnVirtualThreads() {
        assertServedOnThreads(true);
    }

    @Test
    void servesOnPlatformThreads() {
        assertServedOnThreads(false);
    }

    private static void assertServedOnThreads(boolean virtual) {
        try (RunningApplication application =
                        RunningApplication.start(NewsApplication.class, "--spring.threads.virtual.enabled=" + virtual);
                TestStream stream = application.connectToNews()) {
            application.news().publish(Event.of("news", "first"));

            assertEquals("first", stream.nextEvent().data());
            assertEquals(
                    Boolean.toString(virtual),
                    stream.headers().first(Threads.FIELD).orElseThrow());
            stream.ignoreUnread();
        }
    }
}
