package sse.integration.packaging;

import java.io.IOException;
import sse.api.Response;
import sse.api.SseServer;

/** A program that starts a server on the transport of its first argument, or on the one that is found. */
public final class StartedServer {
    private StartedServer() {}

    /** Prints the name of the transport, or why there is none. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(start(arguments));
    }

    /** Starts a server, closes it, and returns the name of its transport, or the message of the failure. */
    public static String start(String[] arguments) throws IOException {
        SseServer.Builder builder = SseServer.builder().port(0).respond("/", request -> Response.text("ok"));
        if (arguments.length > 0) {
            builder.transport(arguments[0]);
        }
        try (SseServer server = builder.start()) {
            return "started " + server.transportName();
        } catch (IllegalStateException refused) {
            return "refused: " + refused.getMessage();
        }
    }
}
