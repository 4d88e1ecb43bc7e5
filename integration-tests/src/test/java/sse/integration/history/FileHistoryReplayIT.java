package sse.integration.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.integration.fixtures.Program;

/** A replay that is far larger than the memory of the server. */
class FileHistoryReplayIT {
    private static final int EVENTS = Integer.getInteger("history.events", 300_000);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void replaysMoreThanHeapHolds() throws Exception {
        try (HistoryDirectory directory = HistoryDirectory.create();
                Program server = Program.java(List.of(
                        "-Xmx24m",
                        "-cp",
                        HistoryDirectory.classPath(),
                        HistoryReplayProgram.class.getName(),
                        directory.path().toString(),
                        Integer.toString(EVENTS)))) {
            String first = server.awaitLine(".*resume after (.*)").group(1);
            String port = server.awaitLine(".*listening ([0-9]+)").group(1);
            String last = first.substring(0, first.indexOf('-') + 1) + (EVENTS - 1);

            assertThat(countFrames(port, first, last)).isEqualTo(EVENTS - 1);
            assertThat(server.output()).doesNotContain("OutOfMemoryError");
        }
    }

    /** Returns how many ids follow one another, up to the last. */
    private static int countFrames(String port, String first, String last) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://localhost:" + port + "/").toURL().openConnection();
        connection.setReadTimeout(60_000);
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setRequestProperty("Last-Event-ID", first);
        String prefix = "id: " + first.substring(0, first.indexOf('-') + 1);
        int count = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    count++;
                    assertThat(line).isEqualTo(prefix + count);
                    if (line.equals("id: " + last)) {
                        break;
                    }
                }
            }
        } finally {
            connection.disconnect();
        }
        return count;
    }
}
