package sse.testkit.internal.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import sse.testkit.TransportContract;

/**
 * A line of {@code sse/testkit/rejections.txt}: a request that is rejected, and the text of the answer. With
 * {@link RawRequest#LIMITS}.
 *
 * @param request the request; its outcome is the status of the answer
 * @param text the content of the answer without its line end
 */
public record RawRejection(RawRequest request, String text) {
    /** Returns all rejections whose answer has content. */
    public static List<RawRejection> all() {
        Map<String, RawRequest> requests =
                RawRequest.all().stream().collect(Collectors.toMap(RawRequest::name, Function.identity()));
        try (InputStream file = Objects.requireNonNull(TransportContract.class.getResourceAsStream("rejections.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 2))
                    .map(parts -> new RawRejection(Objects.requireNonNull(requests.get(parts[0]), parts[0]), parts[1]))
                    .toList();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Returns true if a response is the answer to this rejection.
     *
     * @param response the response, from the first byte to the end of the connection
     */
    public boolean isAnsweredBy(String response) {
        return response.startsWith("HTTP/1.1 " + request.outcome() + " ")
                && response.endsWith("\r\n\r\n" + text + "\n");
    }

    @Override
    public String toString() {
        return request.name();
    }
}
