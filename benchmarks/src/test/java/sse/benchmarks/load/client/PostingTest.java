package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Posts over connections to a server that the test plays. */
@Timeout(30)
class PostingTest {
    private static final int PAYLOAD_BYTES = 36;
    private static final int REQUEST_BYTES = 125;
    private static final int CONNECTIONS = 3;

    private PostedTo server;
    private Posting posting;

    @BeforeEach
    void connect() throws IOException {
        server = new PostedTo();
        List<Poster> posters = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            posters.add(new Poster(server.connect(), PAYLOAD_BYTES, failure -> {
                throw new AssertionError(failure);
            }));
        }
        posting = new Posting(posters);
    }

    @AfterEach
    void disconnect() throws IOException {
        server.close();
    }

    @Test
    void postsNothingUntilToldTo() throws IOException {
        posting.post(0);

        assertThat(posting.stop()).isZero();
        assertThat(posting.idleNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void floodsAsFarAheadAsAllowed() throws IOException {
        posting.flood(5);
        posting.post(0);
        assertThat(posting.unanswered()).isEqualTo(5);
        posting.post(3);
        assertThat(posting.unanswered()).isEqualTo(8);
        posting.post(3);

        assertThat(posting.stop()).isEqualTo(8);
        assertThat(posting.idleNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesConnectionsInTurn() throws IOException {
        posting.flood(4);
        posting.post(0);

        assertThat(server.read(0, 2 * REQUEST_BYTES)).hasSize(2 * REQUEST_BYTES);
        assertThat(server.read(1, REQUEST_BYTES)).hasSize(REQUEST_BYTES);
        assertThat(server.read(2, REQUEST_BYTES)).hasSize(REQUEST_BYTES);
    }

    @Test
    void stampsWhenEventsWereDueAtRate() throws IOException {
        long before = System.nanoTime();
        posting.rate(1_000_000);
        long last = System.nanoTime();
        while (System.nanoTime() - last < 2000) {
            Thread.onSpinWait();
        }
        posting.post(0);

        List<Long> times = List.of(timeOfNext(0), timeOfNext(1), timeOfNext(2));
        assertThat(times.get(0)).isBetween(before, last);
        assertThat(times.get(1)).isEqualTo(times.get(0) + 1000);
        assertThat(times.get(2)).isEqualTo(times.get(0) + 2000);
        assertThat(posting.stop()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void idlesUntilNextIsDue() throws IOException {
        posting.rate(0.001);
        assertThat(posting.idleNanos()).isZero();
        posting.post(0);

        assertThat(posting.idleNanos()).isBetween(1L, 1_000_000_000_000L);
        assertThat(posting.stop()).isEqualTo(1);
    }

    private long timeOfNext(int connection) throws IOException {
        String request = server.read(connection, REQUEST_BYTES);
        return Long.parseLong(request.substring(request.length() - 19));
    }
}
