package sse.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import sse.spring.boot.secured.SecuredApplication;
import sse.testkit.TestStream;

/** Streams and responses behind Spring Security. */
@EnabledIf("sse.spring.boot.RunningApplication#isSecured")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {
    private RunningApplication application;

    @BeforeAll
    void start() {
        application = RunningApplication.start(SecuredApplication.class);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void admitsClientWithRole() {
        try (TestStream drafts = application.client("ada").connect("/sse/drafts")) {
            assertEquals(200, drafts.status());
            assertEquals("report for ada", drafts.nextEvent().data());
            assertEquals("no client: true", drafts.nextEvent().data());
        }
    }

    @Test
    void rejectsClientWithoutRole() {
        assertEquals(403, application.client("bob").connect("/sse/drafts").status());
    }

    @Test
    void leavesStrangersToFilters() {
        assertEquals(401, application.stranger().get("/sse/drafts").status());
    }

    @Test
    void setsContextForResponder() {
        assertEquals(
                "report for bob", application.client("bob").get("/sse/report").text());
    }

    @Test
    void hasAuthorities() {
        assertEquals(
                "ROLE_EDITOR ROLE_READER",
                application.client("ada").get("/sse/roles").text());
    }
}
