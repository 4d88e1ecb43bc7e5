package sse.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.MessageEvent;
import sse.api.Response;

class TestServerTest {
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
