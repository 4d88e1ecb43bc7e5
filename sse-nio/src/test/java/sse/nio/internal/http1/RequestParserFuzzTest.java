package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import sse.testkit.internal.contract.RawRequest;

class RequestParserFuzzTest {
    private static final byte[] ANOTHER = "GET /another HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1);

    /**
     * Says the same however bytes are cut; what it has said of the first of them stands, and after a refusal it says
     * nothing more.
     */
    @FuzzTest
    void readsAlikeInAnyPieces(byte[] bytes) {
        String whole = ParserOutcome.of(RawRequest.LIMITS, bytes);
        assertThat(ParserOutcome.byteByByte(RawRequest.LIMITS, bytes)).isEqualTo(whole);
        for (int cut = 0; cut < bytes.length; cut += 1 + bytes.length / 16) {
            assertThat(ParserOutcome.of(RawRequest.LIMITS, bytes, cut)).isEqualTo(whole);
            String said = ParserOutcome.of(RawRequest.LIMITS, Arrays.copyOf(bytes, cut));
            assertThat(whole).startsWith(said.endsWith("more") ? said.substring(0, said.length() - 4) : said);
        }
        if (whole.matches("(?s)(.* )?[45][0-9]{2}")) {
            ByteArrayOutputStream more = new ByteArrayOutputStream();
            more.writeBytes(bytes);
            more.writeBytes(ANOTHER);
            assertThat(ParserOutcome.of(RawRequest.LIMITS, more.toByteArray())).isEqualTo(whole);
        }
    }
}
