package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
    private static final String TEXT = "gr\u00fc\u00df";

    @ParameterizedTest
    @MethodSource
    void setsContentTypeOfContent(String contentType, Function<String, Response> factory) {
        Response response = factory.apply(TEXT);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).isEqualTo(Headers.of("Content-Type", contentType));
        assertThat(response.body()).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(response).hasToString("Response[200, 6 bytes]");
    }

    static Stream<Arguments> setsContentTypeOfContent() {
        return Stream.of(
                response("text/plain; charset=utf-8", Response::text),
                response("text/html; charset=utf-8", Response::html),
                response("application/json", Response::json),
                response("image/png", text -> Response.of("image/png", text.getBytes(StandardCharsets.UTF_8))));
    }

    private static Arguments response(String contentType, Function<String, Response> factory) {
        return Arguments.of(contentType, factory);
    }

    @Test
    void replacesContentType() {
        Response response = Response.text("x").withHeader("content-type", "text/markdown");

        assertThat(response.headers()).hasToString("content-type:text/markdown\n");
    }

    @Test
    void replacesHeadersByName() {
        Response response = Response.of(200)
                .withAddedHeader("A", "1")
                .withAddedHeader("B", "2")
                .withAddedHeader("a", "3");

        assertThat(response.withHeader("A", "4").headers()).hasToString("A:4\nB:2\n");
        assertThat(response.withHeaders(
                                Headers.builder().add("A", "4").add("A", "5").build())
                        .headers())
                .hasToString("B:2\nA:4\nA:5\n");
        assertThat(response.withHeader("C", "4").headers()).hasToString("A:1\nB:2\na:3\nC:4\n");
    }

    @Test
    void addsHeaders() {
        Response response =
                Response.text("x").withStatus(599).withAddedHeader("A", "1").withAddedHeaders(Headers.of("A", "2"));
        assertThat(response.status()).isEqualTo(599);
        assertThat(response.headers())
                .isEqualTo(Headers.builder()
                        .add("Content-Type", "text/plain; charset=utf-8")
                        .add("A", "1")
                        .add("A", "2")
                        .build());
        assertThat(response.body()).containsExactly('x');
    }

    @Test
    void copiesItsContent() {
        byte[] content = {'x'};
        Response response = Response.of("text/plain", content);
        content[0] = 'y';
        response.body()[0] = 'z';
        assertThat(response.body()).containsExactly('x');
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 205, 304})
    void hasNoContentIfStatusForbidsIt(int status) {
        assertThat(Response.of(status).body()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.text("x").withStatus(status))
                .withMessage("status " + status + " must have no content: 1 bytes");
    }

    @Test
    void returnsResponseOfRejection() {
        assertThat(Admission.accept().isAccepted()).isTrue();
        assertThat(Admission.accept()).hasToString("accept");
        assertThat(Admission.stop().isAccepted()).isFalse();
        assertThat(Admission.stop().response().status()).isEqualTo(204);
        assertThat(Admission.reject(403)).hasToString("reject 403");
        assertThat(Admission.reject(Response.text("why").withStatus(403))
                        .response()
                        .body())
                .isEqualTo("why".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void viewsContentReadOnly() {
        Response response = Response.text("abc");
        ByteBuffer first = response.content();
        first.get();

        assertThat(first.isReadOnly()).isTrue();
        assertThat(response.content().remaining()).isEqualTo(3);
        assertThat(StandardCharsets.UTF_8.decode(response.content()).toString()).isEqualTo("abc");
    }
}
