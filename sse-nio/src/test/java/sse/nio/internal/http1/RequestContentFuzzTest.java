package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import sse.api.spi.HttpLimits;

class RequestContentFuzzTest {
    private static final HttpLimits LIMITS = HttpLimits.defaults();
    private static final String ANOTHER = "GET /another HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Whatever the content is, it ends where its framing says, and what follows is the next request. */
    @FuzzTest
    void neverTakesContentForARequest(byte[] bytes) {
        if (bytes.length > LIMITS.bodyBytes()) {
            return;
        }
        String content = new String(bytes, ISO_8859_1);
        String outcome = "POST /a [" + content + "] GET /another []";
        for (String request : new String[] {sized(content), chunked(content, 1), chunked(content, 17)}) {
            byte[] sent = (request + ANOTHER).getBytes(ISO_8859_1);
            assertThat(ParserOutcome.of(LIMITS, sent)).isEqualTo(outcome);
            assertThat(ParserOutcome.of(LIMITS, sent, sent.length / 3, sent.length / 2))
                    .isEqualTo(outcome);
            assertThat(ParserOutcome.byteByByte(LIMITS, sent)).isEqualTo(outcome);
        }
    }

    private static String sized(String content) {
        return "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
    }

    private static String chunked(String content, int most) {
        StringBuilder request = new StringBuilder("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < content.length(); at += most) {
            String chunk = content.substring(at, Math.min(content.length(), at + most));
            request.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return request.append("0\r\n\r\n").toString();
    }
}
