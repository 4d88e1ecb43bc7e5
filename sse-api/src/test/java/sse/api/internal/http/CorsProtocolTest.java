package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.Cors;
import sse.api.Headers;
import sse.api.Response;
import sse.api.internal.CoreLog;

class CorsProtocolTest {
    private static final Headers FROM_A = Headers.of("Origin", "https://a.example");

    @Test
    void saysNothingWithoutARule() {
        CorsProtocol none = new CorsProtocol(Optional.empty());
        assertThat(none.fieldsFor(FROM_A)).isEqualTo(Headers.empty());
        assertThat(none.preflight("OPTIONS", preflight(), "GET")).isEmpty();
    }

    @Test
    void namesAnAllowedOrigin() {
        CorsProtocol cors = new CorsProtocol(Optional.of(Cors.allow("https://a.example", "https://b.example")));
        assertThat(cors.fieldsFor(FROM_A)).hasToString("Vary:Origin\nAccess-Control-Allow-Origin:https://a.example\n");
    }

    @Test
    void variesForAnOriginThatIsNotAllowed() {
        CorsProtocol cors = new CorsProtocol(Optional.of(Cors.allow("https://b.example")));
        assertThat(cors.fieldsFor(FROM_A)).hasToString("Vary:Origin\n");
        assertThat(cors.fieldsFor(Headers.empty())).hasToString("Vary:Origin\n");
    }

    @Test
    void answersAnyOriginWithAStar() {
        CorsProtocol cors = new CorsProtocol(Optional.of(Cors.allow("*")));
        assertThat(cors.fieldsFor(FROM_A)).hasToString("Access-Control-Allow-Origin:*\n");
    }

    @Test
    void allowsCredentialsByName() {
        CorsProtocol cors = new CorsProtocol(Optional.of(
                Cors.builder().origins("https://a.example").credentials(true).build()));
        assertThat(cors.fieldsFor(FROM_A))
                .hasToString("Vary:Origin\nAccess-Control-Allow-Origin:https://a.example\n"
                        + "Access-Control-Allow-Credentials:true\n");
    }

    @Test
    void answersPreflights() {
        CorsProtocol cors = new CorsProtocol(Optional.of(Cors.allow("https://a.example")));
        Response answer = cors.preflight("OPTIONS", preflight(), "GET, HEAD").orElseThrow();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers())
                .hasToString("Access-Control-Allow-Methods:GET, HEAD\nAccess-Control-Max-Age:600\n"
                        + "Access-Control-Allow-Headers:last-event-id\n");
    }

    @Test
    void doesNotTakeOtherRequestsForPreflights() {
        CorsProtocol cors = new CorsProtocol(Optional.of(Cors.allow("https://a.example")));
        CorsProtocol ofOthers = new CorsProtocol(Optional.of(Cors.allow("https://b.example")));
        Headers withoutOrigin = Headers.of("Access-Control-Request-Method", "GET");
        assertThat(cors.preflight("OPTIONS", preflight(), "GET")).isPresent();
        assertThat(ofOthers.preflight("OPTIONS", preflight(), "GET")).isEmpty();
        assertThat(cors.preflight("GET", preflight(), "GET")).isEmpty();
        assertThat(cors.preflight("OPTIONS", FROM_A, "GET")).isEmpty();
        assertThat(cors.preflight("OPTIONS", withoutOrigin, "GET")).isEmpty();
    }

    @Test
    void namesOriginThatFilterAllows() {
        CorsProtocol cors = new CorsProtocol(Optional.of(Cors.builder()
                .originFilter(origin -> origin.equals("https://a.example"))
                .build()));

        assertThat(cors.fieldsFor(FROM_A)).hasToString("Vary:Origin\nAccess-Control-Allow-Origin:https://a.example\n");
        assertThat(cors.fieldsFor(Headers.of("Origin", "https://b.example"))).hasToString("Vary:Origin\n");
        assertThat(cors.preflight("OPTIONS", preflight(), "GET")).isPresent();
        assertThat(cors.variesByOrigin()).isTrue();
    }

    @Test
    void allowsNoOriginIfFilterThrows() {
        CorsProtocol cors = new CorsProtocol(Optional.of(Cors.builder()
                .originFilter(origin -> {
                    throw new IllegalStateException("thrown by the test");
                })
                .build()));

        try (CoreLog log = new CoreLog()) {
            assertThat(cors.fieldsFor(FROM_A)).hasToString("Vary:Origin\n");
            assertThat(log.records()).containsExactly("origin filter threw: thrown by the test");
        }
    }

    @Test
    void answersRejectionWhoseOriginIsUnknown() {
        CorsProtocol any = new CorsProtocol(Optional.of(Cors.allow("*")));
        CorsProtocol listed = new CorsProtocol(Optional.of(Cors.allow("https://a.example")));

        assertThat(any.fieldsForRejection(Headers.empty())).hasToString("Access-Control-Allow-Origin:*\n");
        assertThat(any.variesByOrigin()).isFalse();
        assertThat(listed.fieldsForRejection(Headers.empty())).hasToString("Vary:Origin\n");
        assertThat(listed.fieldsForRejection(FROM_A))
                .hasToString("Vary:Origin\nAccess-Control-Allow-Origin:https://a.example\n");
        assertThat(new CorsProtocol(Optional.empty()).fieldsForRejection(FROM_A))
                .isEqualTo(Headers.empty());
    }

    private static Headers preflight() {
        return FROM_A.toBuilder()
                .add("Access-Control-Request-Method", "GET")
                .add("Access-Control-Request-Headers", "last-event-id")
                .build();
    }
}
