package app;

import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseServer;

/** What a user writes: serves until its standard input ends, and prints the port it listens on. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        try (SseServer server = SseServer.builder()
                .port(0)
                .stream("/", Consumer::greet)
                .respond("/", request -> Response.text("ok"))
                .start()) {
            System.out.println("port " + server.port());
            while (System.in.read() >= 0) {}
        }
        System.out.println("closed");
    }

    private static void greet(EventStream stream) {
        stream.send(Event.builder().type("greeting").id("1").data("hello").build());
    }
}
