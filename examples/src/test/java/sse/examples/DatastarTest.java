package sse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

@Timeout(60)
class DatastarTest {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    private final TestServer server = TestServer.start(builder -> Datastar.addTo(builder, "/datastar.js"));

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void patchesListOfEveryPage() {
        try (TestStream page = server.connect("/guests")) {
            assertThat(sign("Ada").status()).isEqualTo(200);
            assertThat(sign("<b>&\\\"Bob").status()).isEqualTo(200);

            List<MessageEvent> patches = page.nextEvents(4);
            assertThat(patches)
                    .extracting(MessageEvent::type)
                    .containsExactly(
                            "datastar-merge-fragments",
                            "datastar-merge-signals",
                            "datastar-merge-fragments",
                            "datastar-merge-signals");
            assertThat(patches)
                    .extracting(MessageEvent::data)
                    .containsExactly("""
                            fragments <ol id="guests">
                            fragments   <li>Ada</li>
                            fragments </ol>""", "signals {\"signed\":1}", """
                            fragments <ol id="guests">
                            fragments   <li>&lt;b>&amp;&quot;Bob</li>
                            fragments   <li>Ada</li>
                            fragments </ol>""", "signals {\"signed\":2}");
        }
    }

    @Test
    void patchesNewPageAtOnce() {
        sign("Ada");
        sign("Bob");

        try (TestStream page = server.connect("/guests")) {
            assertThat(page.nextEvent().data()).contains("<li>Bob</li>\nfragments   <li>Ada</li>");
            assertThat(page.nextEvent().data()).isEqualTo("signals {\"signed\":2}");
        }
    }

    @Test
    void answersFormBySignals() {
        assertThat(sign(" Ada ").text())
                .matches(":\nevent: datastar-merge-signals\n"
                        + "data: signals \\{(\"name\":\"\",\"problem\":\"\"|\"problem\":\"\",\"name\":\"\")}\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "12345678901234567890123456789012345678901"})
    void explainsNamesThatItRejects(String name) {
        assertThat(sign(name).text())
                .isEqualTo(":\nevent: datastar-merge-signals\n"
                        + "data: signals {\"problem\":\"A name has 1 to 40 characters.\"}\n\n");
    }

    @Test
    void retainsNewestGuests() {
        for (int i = 1; i <= 25; i++) {
            sign("guest " + i);
        }

        try (TestStream page = server.connect("/guests")) {
            assertThat(page.nextEvent().data())
                    .contains("<li>guest 25</li>", "<li>guest 6</li>")
                    .doesNotContain("<li>guest 5</li>");
            page.ignoreUnread();
        }
    }

    @Test
    void rejectsMalformedSignals() {
        assertThat(server.request("POST", "/guests", JSON, "{").status()).isEqualTo(400);
    }

    @Test
    void servesPageWithScript() {
        assertThat(server.get("/").text())
                .contains("<script type=\"module\" src=\"/datastar.js\"></script>")
                .contains("@get('/guests')", "@post('/guests')");
    }

    private TestResponse sign(String name) {
        return server.request("POST", "/guests", JSON, "{\"name\":\"" + name + "\"}");
    }
}
