package sse.jdkhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
        for (RawRejection rejection : RawRejection.all()) {
            String name = rejection.request().name();
            if (ReadOtherwise.byRequest().containsKey(name)) {
                continue;
            }
            String response = answerTo(rejection);
            if (rejection.isAnsweredBy(response)) {
                same.add(name);
            } else if (!isAnswerOfJdk(response) && !hasTextOfAnotherRule(name, response)) {
                different.add(name + ": " + response);
            }
        }

        assertThat(different).isEmpty();
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

    private static boolean hasTextOfAnotherRule(String name, String response) {
        HttpRule rule =
                SEEN_AS_MALFORMED_VERSION.contains(name) ? HttpRule.VERSION_MALFORMED : HttpRule.CONTENT_MALFORMED;
        return response.endsWith("\r\n\r\n" + rule.rejection().text());
    }
}
