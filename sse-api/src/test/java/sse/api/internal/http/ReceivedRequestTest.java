package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

class ReceivedRequestTest {
    private static final InetSocketAddress CLIENT = InetSocketAddress.createUnresolved("client", 1);

    private record Received(String target, Headers headers) implements Exchange {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return CLIENT;
        }

        @Override
        public byte[] body() {
            return new byte[] {1, 2};
        }

        @Override
        public void respond(Response response) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StreamConnection open(int status, Headers headers, ConnectionListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b           | b",
                "x&a=b&a=c     | b c",
                "a             | ''",
                "a=            | ''",
                "a=b=c         | b=c",
                "%61=+b        | ' b'",
                "a=%2B+%0a.    | '+ \n.'",
                "a=%+%4%zz%    | '% %4%zz%'",
                "a=%E2%82%AC   | \u20ac",
                "a=%FF%        | \ufffd%",
                "a=\u00c3\u00a9 | \u00e9",
                "a=\u0080%00.  | '\ufffd\0.'",
            })
    void readsQueryParametersAsFormsAre(String query, String values) {
        assertThat(String.join(" ", request("/?" + query, Headers.empty()).queryParameters("a")))
                .isEqualTo(values);
    }

    @Test
    void tellsAnEmptyNameFromNone() {
        assertThat(request("/?=b&&c", Headers.empty()).queryParameters("")).containsExactly("b");
        assertThat(request("/", Headers.empty()).queryParameters("")).isEmpty();
        assertThat(request("/?+a=b", Headers.empty()).queryParameters(" a")).containsExactly("b");
        assertThat(request("/?a", Headers.empty()).queryParameters("b")).isEmpty();
    }

    @Test
    void readsLastEventIdFromFieldThenQuery() {
        assertThat(request("/?last=q", Headers.empty()).lastEventId()).contains("q");
        assertThat(request("/?last=q", Headers.of("Last-Event-ID", "h")).lastEventId())
                .contains("h");
        assertThat(request("/?last=q", Headers.of("Last-Event-ID", "\u00c3\u00a9"))
                        .lastEventId())
                .contains("\u00e9");
        assertThat(request("/?last=q", Headers.of("Last-Event-ID", "")).lastEventId())
                .isEmpty();
        assertThat(request("/?last=", Headers.empty()).lastEventId()).isEmpty();
        assertThat(request("/", Headers.empty()).lastEventId()).isEmpty();
    }

    @Test
    void tellsWhereItCameFromAndWhatItIs() {
        ReceivedRequest request = request("/rooms/a%2Fb?x=1", Headers.of("A", "b"));
        assertThat(request.remoteAddress()).isSameAs(CLIENT);
        assertThat(request.query()).isEqualTo("x=1");
        assertThat(request.headers().first("a")).contains("b");
        assertThat(request.pathParameter("room")).isEqualTo("a/b");
        assertThat(request).hasToString("GET /rooms/a/b");
        request.body()[0] = 9;
        assertThat(request.body()).containsExactly(1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.pathParameter("user"))
                .withMessage("path has no variable {user}; it has [room]");
    }

    private static ReceivedRequest request(String target, Headers headers) {
        Routes routes = new Routes();
        StreamOptions options =
                StreamOptions.builder().lastEventIdParameter("last").build();
        routes.stream("/", RequestOptions.defaults(), options, stream -> {});
        routes.stream("/rooms/{room}", RequestOptions.defaults(), options, stream -> {});
        RequestTarget parsed = RequestTarget.parse(target).orElseThrow();
        List<String> segments = parsed.segments();
        return new ReceivedRequest(
                new Received(target, headers), parsed, routes.match(segments).orElseThrow(), Optional.of(options));
    }
}
