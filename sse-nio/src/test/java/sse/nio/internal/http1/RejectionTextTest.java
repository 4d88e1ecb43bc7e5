package sse.nio.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.Harness;
import sse.testkit.internal.contract.RawRejection;
import sse.testkit.internal.contract.RawRequest;

class RejectionTextTest {
    static Stream<RawRejection> rejections() {
        return RawRejection.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void answersInTextsOfList(RawRejection rejection) throws Exception {
        try (Harness harness = new Harness(RawRequest.LIMITS, exchange -> {});
                Client client = harness.connect().send(rejection.request().bytes())) {
            String response = client.readAll();

            assertThat(rejection.isAnsweredBy(response)).as(response).isTrue();
        }
    }

    @Test
    void listHasEveryRejectionWithContent() {
        List<String> expected = RawRequest.all().stream()
                .filter(request -> request.outcome().matches("[45][0-9]{2}"))
                .map(RawRequest::name)
                .filter(name -> !name.startsWith("HEAD"))
                .toList();

        assertThat(rejections().map(RawRejection::toString)).containsExactlyElementsOf(expected);
    }
}
