package sse.integration.clients;

import io.micronaut.http.client.sse.SseClient;
import io.micronaut.http.sse.Event;
import java.net.URI;
import reactor.core.publisher.Flux;

/** Prints what Micronaut's client hands to its user. */
public final class MicronautReader {
    private MicronautReader() {}

    /**
     * Reads a stream to its end.
     *
     * @param args the stream's URI
     */
    public static void main(String... args) throws Exception {
        SseClient client = SseClient.create(URI.create(args[0]).toURL());
        for (Event<String> event :
                Flux.from(client.eventStream("/", String.class)).toIterable()) {
            System.out.println("event " + event.getData());
        }
        System.out.println("end");
        System.exit(0);
    }
}
