package sse.jdkhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Response;
import sse.api.spi.TransportServer;
import sse.api.spi.http.HttpRule;
import sse.testkit.internal.contract.RawRejection;
import sse.testkit.internal.contract.RawRequest;

/**
 * The answers to requests that the JDK's server accepts and this transport rejects have the texts of all transports.
 */
class RejectionTextTest {
    /** The JDK's server takes these request lines apart differently, so that only the version is seen to be wrong. */
    private static final Set<String> SEEN_AS_MALFORMED_VERSION = Set.of(
            "bare LF after the request line",
            "bare CR after the request line",
            "bare CR before CRLF after the request line",
            "space after the version",
            "word after the version",
            "version with a space in it");

    /**
     * It reads chunks in its own way, so that these requests are seen to have malformed content, not malformed chunks.
     */
    private static final Set<String> SEEN_AS_MALFORMED_CONTENT = Set.of(
            "bare CR after a chunk",
            "bare LF after a chunk",
            "bare LF after a chunk size",
            "bare LF after the last chunk",
            "bare LF after the size of the last chunk",
            "chunk extension after a comma",
            "chunk longer than its size",
            "chunk shorter than its size",
            "chunk size after a space",
            "chunk size before NUL",
            "chunk size before a space",
            "chunk size of a letter after a space",
            "chunk size of letters",
            "chunk size with a plus",
            "chunk size with a prefix",
            "chunk size with an underscore",
            "chunk without a size",
            "empty line between chunks",
            "negative chunk size",
            "request in place of a trailer",
            "trailer that ends with a bare LF",
            "trailer that is folded",
            "trailer with NUL",
            "trailer with a space before the colon",
            "trailer without a colon");

    private TransportServer server;

    @BeforeEach
    void start() throws Exception {
        FakeCore core = new FakeCore(request -> request.exchange().respond(Response.of(204)));
        server = new JdkHttpTransport().start(core.limits(RawRequest.LIMITS));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersInTextsOfList() throws Exception {
        List<String> same = new ArrayList<>();
        List<String> different = new ArrayList<>();
        Set<String> malformedVersion = new HashSet<>();
        Set<String> malformedContent = new HashSet<>();
        for (RawRejection rejection : RawRejection.all()) {
            String name = rejection.request().name();
            if (ReadOtherwise.byRequest().containsKey(name)) {
                continue;
            }
            String response = answerTo(rejection);
            if (rejection.isAnsweredBy(response)) {
                same.add(name);
            } else if (hasTextOf(HttpRule.VERSION_MALFORMED, response)) {
                malformedVersion.add(name);
            } else if (hasTextOf(HttpRule.CONTENT_MALFORMED, response)) {
                malformedContent.add(name);
            } else if (!isAnswerOfJdk(response)) {
                different.add(name + ": " + response);
            }
        }

        assertThat(different).isEmpty();
        assertThat(malformedVersion).isEqualTo(SEEN_AS_MALFORMED_VERSION);
        assertThat(malformedContent).isEqualTo(SEEN_AS_MALFORMED_CONTENT);
        // At least so many requests reach this transport; the JDK's server answers the others.
        assertThat(same).hasSizeGreaterThanOrEqualTo(80);
    }

    private String answerTo(RawRejection rejection) throws Exception {
        try (RawClient client = RawClient.connect(server.address())) {
            client.send(new String(rejection.request().bytes(), ISO_8859_1));
            client.shutdownOutput();
            return client.readToEnd();
        }
    }

    private static boolean isAnswerOfJdk(String response) {
        return response.isEmpty() || response.contains("\r\n\r\n<h1>");
    }

    private static boolean hasTextOf(HttpRule rule, String response) {
        return response.endsWith("\r\n\r\n" + rule.rejection().text());
    }
}
