package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.benchmarks.load.server.Payload;

class ResponseReaderTest {
    private static final int PAYLOAD_BYTES = 40;
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String FIRST = payload(1, 1234);
    private static final String SECOND = payload(2, 5678);

    private final List<String> received = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":\nretry: 3000\n\nid: a-1\ndata: %s\n\nid: a-2\ndata: %s\n\n",
                "data:%s\n\ndata:%s\n\n",
                "id:1\r\nevent:message\r\ndata:%s\r\n\r\n: beat\r\n\r\nid:2\r\ndata:%s\r\n\r\n",
                "data: %s\nid: 1\n\ndat: x\ndatax\nd\n\ndata: %s\nid: 2\n\n"
            })
    void readsWhatAServerMayWriteCutAnywhere(String body) throws MalformedStreamException {
        String text = HEAD + "\r\n" + body.formatted(FIRST, SECOND);

        assertReadsBothWhereverItIsCut(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%x\r\n%s\r\n%x\r\n%s\r\n", "%X;name=value\r\n%s\r\n000%x\r\n%s\r\n"})
    void readsChunksSplitAnywhere(String chunks) throws MalformedStreamException {
        String first = ":\n\ndata: " + FIRST + "\n\nda";
        String second = "ta: " + SECOND + "\n\n";

        assertReadsBothWhereverItIsCut(CHUNKED + chunks.formatted(first.length(), first, second.length(), second));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            id: a-1\\ndata: %s\\n\\n                     | a-1
            id:a-1\\r\\ndata:%s\\r\\n\\r\\n               | a-1
            data: %s\\nid: a-1\\n\\nid: a-2\\n            | a-1
            id: a-1\\ndata: %s\\n\\nid: a-22\\n\\n          | a-22
            id: a-1\\ndata: %s\\n\\n: id: no\\n\\nix: a-2\\n\\n | a-1
            """)
    void knowsTheIdOfTheLastWholeBlock(String body, String id) throws MalformedStreamException {
        String text =
                HEAD + "\r\n" + body.replace("\\n", "\n").replace("\\r", "\r").formatted(FIRST);

        for (int cut = 0; cut <= text.length(); cut++) {
            IdField ids = new IdField();
            ResponseReader reader = reader(ids);
            assertThat(ids.last()).isNull();
            accept(reader, text.substring(0, cut));
            accept(reader, text.substring(cut));
            assertThat(ids.last()).as("cut at %d", cut).isEqualTo(id);
        }
    }

    @Test
    void detectsTheLastChunk() throws MalformedStreamException {
        ResponseReader reader = reader();
        accept(reader, CHUNKED + "3\r\n:\n\n\r\n");
        assertThat(reader.hasEnded()).isFalse();

        accept(reader, "0\r\n\r\n");

        assertThat(reader.hasEnded()).isTrue();
    }

    @Test
    void opensAfterTheHead() throws MalformedStreamException {
        ResponseReader reader = reader();
        accept(reader, HEAD + "\r");
        assertThat(reader.isOpen()).isFalse();

        accept(reader, "\n");

        assertThat(reader.isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            data: 0000000000000001 000000000000000000 xxxx\\n | data must begin with two numbers: byte 32 at 35
            data: 000000000000001x 0000000000000000001xxxx\\n | data must begin with two numbers: byte 120 at 15
            data: 0000000000000001 0000000000000000001xxx\\n  | data must have 40 bytes: 39
            data: 0000000000000001 0000000000000000001xxxxx\\n | data must have 40 bytes: 41
            """)
    void refusesDataThatWasNotPublished(String body, String message) throws MalformedStreamException {
        ResponseReader reader = reader();
        accept(reader, HEAD + "\r\n");

        assertThatThrownBy(() -> accept(reader, body.replace("\\n", "\n")))
                .isInstanceOf(MalformedStreamException.class)
                .hasMessage(message);
    }

    @Test
    void rejectsDataInTwoLines() throws MalformedStreamException {
        ResponseReader reader = reader();
        accept(reader, HEAD + "\r\n");

        assertThatThrownBy(() -> accept(reader, "data: " + FIRST + "\ndata: " + SECOND + "\n\n"))
                .isInstanceOf(MalformedStreamException.class)
                .hasMessage("event must have one line of data, after sequence 1");
    }

    @Test
    void rejectsOtherResponses() {
        assertThatThrownBy(() -> accept(reader(), "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"))
                .isInstanceOf(MalformedStreamException.class)
                .hasMessage("response must be 200 with an event stream: "
                        + "http/1.1 503 busy\\r\\ncontent-length: 0\\r\\n\\r\\n");
    }

    @Test
    void rejectsAChunkWithoutSize() {
        assertThatThrownBy(() -> accept(reader(), CHUNKED + "\r\n"))
                .isInstanceOf(MalformedStreamException.class)
                .hasMessage("chunk must begin with its size: an empty line");
    }

    private void assertReadsBothWhereverItIsCut(String text) throws MalformedStreamException {
        for (int cut = 0; cut <= text.length(); cut++) {
            received.clear();
            ResponseReader reader = reader();
            accept(reader, text.substring(0, cut));
            accept(reader, text.substring(cut));
            assertThat(received).as("cut at %d", cut).containsExactly("1 1234", "2 5678");
        }
        received.clear();
        ResponseReader reader = reader();
        for (int i = 0; i < text.length(); i++) {
            accept(reader, text.substring(i, i + 1));
        }
        assertThat(received).as("byte by byte").containsExactly("1 1234", "2 5678");
    }

    private ResponseReader reader() {
        return reader(null);
    }

    private ResponseReader reader(@Nullable IdField ids) {
        return new ResponseReader(PAYLOAD_BYTES, (sequence, nanos) -> received.add(sequence + " " + nanos), ids);
    }

    private static void accept(ResponseReader reader, String text) throws MalformedStreamException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        reader.accept(bytes, 0, bytes.length);
    }

    private static String payload(long sequence, long nanos) {
        return new Payload(PAYLOAD_BYTES).of(sequence, nanos);
    }
}
