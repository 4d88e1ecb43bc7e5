package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.examples.Datastar;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.clients.NodeClients;
import sse.integration.fixtures.Waiting;

/** The page of the example {@code datastar}, with the script of Datastar's npm package. */
@InEachBrowser
class DatastarIT {
    private static final String TYPE = """
            name => {
                const input = document.querySelector("#name");
                input.value = name;
                input.dispatchEvent(new Event("input", { bubbles: true }));
            }""";

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void patchesEveryPage(Transport transport, Page writer, Page reader, Page late) throws Exception {
        try (SseServer server = serve(transport)) {
            writer.navigate(PageStreams.url(server.port()));
            reader.navigate(PageStreams.url(server.port()));
            Waiting.until("both pages read the stream", () -> server.openStreams() == 2);
            assertThat(reader.text("#signed")).isEqualTo("0");

            sign(writer, "Ada <i>");
            reader.awaitText("#guests", "Ada <i>");
            reader.awaitText("#signed", "1");
            writer.await("() => document.querySelector('#name').value === ''");
            sign(writer, "Bob");
            reader.awaitText("#guests", "Bob\\s+Ada <i>");

            late.navigate(PageStreams.url(server.port()));
            late.awaitText("#guests", "Bob\\s+Ada <i>");
            late.awaitText("#signed", "2");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void explainsNameThatIsRejected(Transport transport, Page page) throws Exception {
        try (SseServer server = serve(transport)) {
            page.navigate(PageStreams.url(server.port()));
            Waiting.until("the page reads the stream", () -> server.openStreams() == 1);

            sign(page, " ");
            page.awaitText("#problem", "A name has 1 to 40 characters\\.");
            sign(page, "Ada");
            page.awaitText("#problem", "");

            assertThat(page.text("#signed")).isEqualTo("1");
        }
    }

    private static void sign(Page page, String name) {
        page.evaluate(TYPE, name);
        page.click("button");
    }

    private static SseServer serve(Transport transport) throws Exception {
        Optional<String> missing = NodeClients.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        Response script = Response.of(
                "text/javascript; charset=utf-8",
                Files.readAllBytes(NodeClients.file("@starfederation/datastar/dist/datastar.js")));
        SseServer.Builder builder =
                SseServer.builder().transport(transport).port(0).respond("/datastar.js", request -> script);
        return Datastar.addTo(builder, "/datastar.js").start();
    }
}
