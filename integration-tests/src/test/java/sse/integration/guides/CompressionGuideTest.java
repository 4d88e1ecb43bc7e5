package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sse.api.Compression;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of docs/guides/compression.md. */
class CompressionGuideTest {
    private final Topic prices = Topic.builder().build();

    private void compress(SseServer.Builder builder) {
        StreamOptions compressed =
                StreamOptions.builder().compression(Compression.GZIP).build();
        builder.stream("/prices", compressed, prices);
    }

    @Test
    void compressesForClientThatAsks() {
        try (TestServer server = TestServer.start(this::compress);
                TestStream stream = server.client()
                        .withHeader("Accept-Encoding", "gzip")
                        .connect("/prices")
                        .ignoreUnread()) {
            assertThat(stream.headers().first("Content-Encoding")).contains("gzip");
        }
    }
}
