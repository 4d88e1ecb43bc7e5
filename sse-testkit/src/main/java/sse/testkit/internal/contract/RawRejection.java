package sse.testkit.internal.contract;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of {@code sse/testkit/rejections.txt}: a rejected request and the text of the answer, with
 * {@link RawRequest#LIMITS}.
 *
 * @param request the request; its outcome is the status of the answer
 * @param text the content of the answer without its line end
 */
public record RawRejection(RawRequest request, String text) {
    private static final Pattern CONTINUE = Pattern.compile("\\AHTTP/1\\.1 100 [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n");

    /** Returns all rejections whose answer has content. */
    public static List<RawRejection> all() {
        Map<String, RawRequest> requests =
                RawRequest.all().stream().collect(Collectors.toMap(RawRequest::name, Function.identity()));
        return RawRequest.lines("rejections.txt").stream()
                .map(line -> line.split(" \\| ", 2))
                .map(parts -> new RawRejection(Objects.requireNonNull(requests.get(parts[0]), parts[0]), parts[1]))
                .toList();
    }

    /**
     * Returns true if a response, perhaps after an interim one, is the answer to this rejection.
     *
     * @param response the response, from the first byte to the end of the connection
     */
    public boolean isAnsweredBy(String response) {
        String last = CONTINUE.matcher(response).replaceFirst("");
        return last.startsWith("HTTP/1.1 " + request.outcome() + " ") && last.endsWith("\r\n\r\n" + text + "\n");
    }

    @Override
    public String toString() {
        return request.name();
    }
}
