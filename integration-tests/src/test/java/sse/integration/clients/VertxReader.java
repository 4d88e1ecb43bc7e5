package sse.integration.clients;

import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.codec.BodyCodec;
import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;

/** Prints what Vert.x' web client hands to its user. */
public final class VertxReader {
    private VertxReader() {}

    /**
     * Reads a stream to its end.
     *
     * @param args the stream's URI
     */
    public static void main(String... args) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        WebClient client = WebClient.create(Vertx.vertx());
        client.getAbs(args[0])
                .putHeader("Accept", "text/event-stream")
                .as(BodyCodec.sseStream(stream -> stream.handler(event -> System.out.println("event " + event.data()))))
                .send()
                .onComplete(response -> ended.countDown());
        ended.await();
        // Vert.x closes a client that is garbage.
        Reference.reachabilityFence(client);
        System.out.println("end");
        System.exit(0);
    }
}
