package sse.jdkhttp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why the JDK's server reads a raw request otherwise than RFC 9112 has it, before this transport sees anything, or so
 * that it cannot be seen any more.
 */
enum ReadOtherwise {
    ENDS_LINES_OF_THE_HEAD_AT_A_CR_OR_LF(
            "bare LF after a field",
            "bare LF after the head",
            "bare LF within a value",
            "bare CR within a value",
            "bare CR before CRLF after a field",
            "two bare CRs after a field"),
    TAKES_A_BARE_LF_FOR_PART_OF_THE_REQUEST_LINE_AND_WAITS_FOR_ITS_END("bare LF everywhere"),
    WAITS_FOR_MORE_BEHIND_A_CR_OR_LF_ALONE_SO_THE_REFUSAL_COMES_WHEN_THE_CLIENT_ENDS_ITS_SIDE(
            "bare CR after the head",
            "bare CR after a chunk size",
            "chunk extension that ends with a bare LF",
            "chunk extension that ends with a bare CR"),
    SENDS_100_CONTINUE_ITSELF_WITH_A_LENGTH_AND_IN_HTTP10_TOO(
            "content after an expectation",
            "chunks after an expectation",
            "expectation without content",
            "expectation of too much content",
            "expectation in HTTP/1.0"),
    READS_LINES_TO_THEIR_END_BEFORE_A_LIMIT_IS_LOOKED_AT("request line beyond its limit without an end"),
    JOINS_FOLDED_LINES(
            "folded with a space",
            "folded with a tab",
            "folded to nothing",
            "Host folded",
            "Transfer-Encoding folded",
            "Transfer-Encoding folded into another field"),
    TAKES_CONTROLS_AROUND_A_VALUE_FOR_WHITE_SPACE(
            "NUL at the end of a value",
            "escape character before a value",
            "vertical tab before a value",
            "length after a vertical tab",
            "chunked after a vertical tab"),
    TAKES_THE_END_OF_INPUT_FOR_THE_END_OF_THE_HEAD(
            "head without its empty line", "head that ends within its last CRLF"),
    LOOKS_FOR_A_CONTEXT_FIRST_AND_ANSWERS_404_WITHOUT_A_SLASH(
            "space before the request",
            "two spaces after the method",
            "two spaces and no target",
            "target in asterisk form",
            "OPTIONS of the server",
            "asterisk of another method",
            "authority form without a port",
            "target in absolute form without a path",
            "OPTIONS and another request",
            "preface of HTTP/2"),
    FINDS_NO_PATH_IN_THE_TARGET_AND_CLOSES("target in authority form", "authority form"),
    REFUSES_TARGETS_THAT_JAVA_NET_URI_DOES("target with characters that a URI escapes"),
    LOOKS_FOR_THE_VERSION_BEHIND_THE_LAST_SPACE("two spaces after the target", "space within the target"),
    REFUSES_LENGTHS_BEYOND_A_LONG_WITH_400("length that wraps a long to one", "length beyond all bounds"),
    REFUSES_ALL_TRANSFER_CODINGS_BUT_CHUNKED_WITH_501(
            "chunked twice",
            "chunked twice in two fields",
            "chunked before another coding",
            "chunked before identity in another field",
            "chunked with a parameter",
            "chunked in quotes",
            "chunked before a no-break space",
            "chunked between empty elements",
            "empty transfer coding"),
    COUNTS_CHUNK_SIZES_IN_AN_INT_THAT_WRAPS("chunk size that wraps an int to three"),
    LEAVES_IT_UNKNOWN_WHERE_CHUNKS_END_SO_WE_CLOSE("request after chunks", "chunks of GET"),
    REFUSES_CHUNK_SIZES_OF_MANY_DIGITS_WITH_400(
            "chunk size that wraps a long to three", "chunk size beyond all bounds"),
    DOES_NOT_LOOK_AT_CHUNK_EXTENSIONS(
            "chunk extension without a name",
            "chunk extension without a value",
            "chunk extension with an open quote",
            "chunk extension with an escape of CR",
            "chunk extension of two words",
            "chunk extension before a space"),
    REFUSES_WHITE_SPACE_AFTER_A_CHUNK_SIZE("chunk extensions with white space"),
    REFUSES_TRAILER_FIELDS("trailer fields", "trailer fields that would close the connection");

    private final String[] requests;

    ReadOtherwise(String... requests) {
        this.requests = requests;
    }

    /** Returns the reason for each request, by its name. */
    static Map<String, String> byRequest() {
        return Arrays.stream(values())
                .flatMap(reason -> Arrays.stream(reason.requests).map(request -> Map.entry(request, reason.toString())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public String toString() {
        return "the JDK's server " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
