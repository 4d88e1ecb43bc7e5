package sse.integration.clients;

import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.sse.SseEventSource;
import java.util.concurrent.CountDownLatch;

/** Prints what a Jakarta REST implementation hands to its user: the one on the class path. */
public final class JaxRsReader {
    private JaxRsReader() {}

    /**
     * Reads a stream to its end.
     *
     * @param args the stream's URI
     */
    public static void main(String... args) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (SseEventSource source =
                SseEventSource.target(ClientBuilder.newClient().target(args[0])).build()) {
            source.register(
                    event -> System.out.println("event " + event.readData()),
                    failure -> ended.countDown(),
                    ended::countDown);
            source.open();
            ended.await();
        }
        System.out.println("end");
        System.exit(0); // Some implementations leave threads behind.
    }
}
