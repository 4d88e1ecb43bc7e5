package sse.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class NioStreamTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final BlockingQueue<OpenStream> streams = new LinkedBlockingQueue<>();

    @Test
    void sendsHeadAndBytesAndEndsInOrder() throws Exception {
        try (Harness harness = new Harness(exchange -> streams.add(new OpenStream(exchange)));
                Client client = harness.connect()) {
            client.send(GET);
            OpenStream stream = streams.take();
            harness.onLane(() -> {
                stream.connection.write(ByteBuffer.wrap("data: a\n\n".getBytes(US_ASCII)));
                stream.connection.finish();
            });
            String response = client.readAll();
            assertThat(response)
                    .matches("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
                            + "Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT\r\n\r\ndata: a\n\n");
            client.close();
            assertThat(stream.nextCall()).isEqualTo("closed");
        }
    }
}
