package sse.benchmarks.load.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that posts, to a server that the test plays. */
@Timeout(30)
class PosterTest {
    private static final int PAYLOAD_BYTES = 40;
    private static final int REQUEST_BYTES = 129;
    private static final String RESPONSE = "HTTP/1.1 204 No Content\r\nDate: x\r\r\n\r\n";

    private final List<IOException> failures = new ArrayList<>();
    private PostedTo server;
    private Poster poster;

    @BeforeEach
    void connect() throws IOException {
        server = new PostedTo();
        poster = new Poster(server.connect(), PAYLOAD_BYTES, failures::add);
    }

    @AfterEach
    void disconnect() throws IOException {
        server.close();
    }

    @Test
    void postsWithoutWaitingForResponses() throws IOException {
        poster.add(5);
        poster.add(1234567890123456789L);
        poster.flush();

        String head = "POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 40\r\n\r\n";
        String expected =
                head + "0000000000000000 0000000000000000005,{\"s" + head + "0000000000000000 1234567890123456789,{\"s";
        assertThat(server.read(0, expected.length())).isEqualTo(expected);
        assertThat(poster.unanswered()).isEqualTo(2);
    }

    @Test
    void postsMoreThanItsBufferTakes() throws IOException {
        for (int i = 0; i < 300; i++) {
            poster.add(i);
        }
        poster.flush();

        assertThat(server.read(0, 300 * REQUEST_BYTES)).endsWith("0000000000000000 0000000000000000299,{\"s");
        assertThat(poster.unanswered()).isEqualTo(300);
    }

    @Test
    void countsResponsesSplitAnywhere() throws IOException {
        poster.add(1);
        poster.add(2);
        poster.flush();
        List<Long> unanswered = new ArrayList<>();
        for (byte each : RESPONSE.repeat(2).getBytes(US_ASCII)) {
            server.write(0, each);
            poster.onReady();
            unanswered.add(poster.unanswered());
        }

        assertThat(unanswered.subList(0, RESPONSE.length() - 1)).containsOnly(2L);
        assertThat(unanswered.subList(RESPONSE.length() - 1, 2 * RESPONSE.length() - 1))
                .containsOnly(1L);
        assertThat(unanswered.get(2 * RESPONSE.length() - 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 503", "HTTP/1.0 204", "HTTP/1.1 200"})
    void refusesOtherResponses(String beginning) throws IOException {
        server.write(0, beginning.getBytes(US_ASCII));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(poster::onReady)
                .withMessage("post must be answered 204");
    }

    @Test
    void reportsClosedConnection() throws IOException {
        server.hangUp(0);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(poster::onReady)
                .withMessage("server must answer all posts: connection closed")
                .satisfies(poster::onFailure);
        assertThat(failures).hasSize(1);
    }
}
