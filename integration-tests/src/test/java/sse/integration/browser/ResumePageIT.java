package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.examples.agents.Resume;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.Http;
import sse.integration.fixtures.Waiting;

/** The page of the resume example: its answers go on without it. */
@InEachBrowser
class ResumePageIT {
    /** Takes ten seconds to be repeated. */
    private static final String QUESTION =
            IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(" "));

    private static final Duration PAUSE = Duration.ofMillis(100);

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void continuesAfterReload(Transport transport, Page page) throws Exception {
        try (SseServer server = serve(transport)) {
            page.navigate(PageStreams.url(server.port()));
            ask(page);
            page.awaitText("#answer", "0 1 2 3 .*");
            page.reload();
            page.awaitText("#answer", "0 1 2 3 .*");
            String soon = page.text("#answer");
            page.awaitText("#state", "completed");
            // The browser has come back once more, and was answered 204.
            page.awaitText("#stream", "closed");

            assertThat(soon.length()).isLessThan(QUESTION.length());
            assertThat(page.text("#answer")).isEqualTo(QUESTION);
            assertThat(server.openStreams()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void continuesAfterLostConnection(Transport transport, Page page) throws Exception {
        try (SseServer server = serve(transport);
                ResettingRelay relay = ResettingRelay.before(server.port())) {
            page.navigate(PageStreams.url(relay.port()));
            relay.resetAfter("data: 17 \n\n");
            ask(page);
            page.awaitText("#stream", "reconnecting");
            page.awaitText("#state", "completed");

            assertThat(page.text("#answer")).isEqualTo(QUESTION);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void stopsForEveryClient(Transport transport, Page page) throws Exception {
        try (SseServer server = serve(transport)) {
            page.navigate(PageStreams.url(server.port()));
            ask(page);
            page.awaitText("#answer", "0 1 2 3 .*");
            URI answer = URI.create(PageStreams.url(server.port()) + "answers/"
                    + page.evaluate("() => location.hash.slice(1)").getAsString());
            try (Http.Stream other = Http.stream(answer)) {
                page.click("#stop");
                page.awaitText("#state", "stopped");
                page.awaitText("#stream", "closed");
                String[] lines = other.rest().split("\n");

                assertThat(page.text("#answer").length()).isLessThan(QUESTION.length());
                assertThat(lines).endsWith("data: stopped");
                Waiting.until("all streams are closed", () -> server.openStreams() == 0);
                String lastId = lines[lines.length - 2].substring("id: ".length());
                assertThat(status(answer, lastId)).isEqualTo(204);
            }
        }
    }

    private static void ask(Page page) {
        page.evaluate("question => { document.querySelector('#question').value = question; }", QUESTION);
        page.click("#start");
    }

    private static int status(URI answer, String lastEventId) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(answer)
                .header("Last-Event-ID", lastEventId)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static SseServer serve(Transport transport) throws IOException {
        return new Resume(PAUSE)
                .addTo(SseServer.builder().transport(transport).port(0))
                .start();
    }
}
