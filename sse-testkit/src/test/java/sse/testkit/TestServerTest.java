package sse.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.MessageEvent;
import sse.api.Response;
import sse.api.StreamOptions;

class TestServerTest {
    @Test
    void knowsPrincipalOfAuthenticator() {
        MemoryTransport transport = new MemoryTransport()
                .withAuthenticator(headers -> headers.first("X-User").map(name -> () -> name));
        StreamOptions options = StreamOptions.builder()
                .admission(request -> request.principal().isPresent() ? Admission.accept() : Admission.reject(401))
                .build();
        try (TestServer kit = TestServer.start(
                transport,
                b -> b.stream(
                        "/",
                        options,
                        stream -> stream.send(
                                stream.request().principal().orElseThrow().getName())))) {
            assertEquals(401, kit.get("/").status());
            try (TestStream ada = kit.client().withHeader("X-User", "ada").connect("/")) {
                assertEquals("ada", ada.nextEvent().data());
            }
        }
    }

    @Test
    void deliversTickInCallersThread() {
        ManualTicker ticker = new ManualTicker();
        List<CloseReason> reasons = new ArrayList<>();
        try (TestServer kit = TestServer.start(b -> b.ticker(ticker).stream("/clock", stream -> {
                    stream.onClose(reasons::add);
                    stream.every(Duration.ofSeconds(2), () -> Event.of("hello"));
                })
                .respond("/clock", request -> Response.text("ok")))) {
            int before = ticker.pendingTasks();
            try (TestStream client = kit.connect("/clock")) {
                ticker.advance(Duration.ofSeconds(4));
                assertEquals(MessageEvent.of("message", "hello", ""), client.nextEvent());
                assertEquals(MessageEvent.of("message", "hello", ""), client.nextEvent());
                assertThrows(AssertionError.class, client::nextEvent);
            }
            assertEquals(List.of(CloseReason.CLIENT_GONE), reasons);
            assertEquals(before, ticker.pendingTasks());
            assertEquals("ok", kit.get("/clock").text());
        }
    }
}
