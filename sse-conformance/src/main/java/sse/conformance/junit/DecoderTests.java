package sse.conformance.junit;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import sse.conformance.CaseResult;
import sse.conformance.Cases;
import sse.conformance.DecoderCase;
import sse.conformance.DecoderConformance;

/**
 * A test for each case of a decoder.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> decodesAsTheStandard() {
 *     return DecoderTests.of(DecoderConformance.of((chunks, listener) -> {
 *         MyDecoder decoder = new MyDecoder(event -> listener.event(event.type(), event.data(), event.lastEventId()));
 *         chunks.forEach(decoder::feed);
 *         decoder.end();
 *     }));
 * }
 * }</pre>
 *
 * A null argument causes a {@link NullPointerException} that names the parameter.
 */
public final class DecoderTests {
    private DecoderTests() {}

    /**
     * Returns a test for each case, named after it. It runs the decoder at every split.
     *
     * @param conformance the decoder and what is compared
     * @param deviations the names of cases that are known to fail: their tests fail as soon as the decoder passes them
     * @return the tests, for a method with {@code @TestFactory}
     * @throws IllegalArgumentException if there is no case of a name
     */
    public static Stream<DynamicTest> of(DecoderConformance conformance, String... deviations) {
        Objects.requireNonNull(conformance, "conformance");
        Set<String> known = new TreeSet<>(Arrays.asList(deviations));
        Set<String> unknown = new TreeSet<>(known);
        unknown.removeAll(Cases.decoder().stream().map(DecoderCase::name).collect(Collectors.toSet()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("deviation must be the name of a case: " + unknown);
        }
        return Cases.decoder().stream()
                .map(tested -> DynamicTest.dynamicTest(
                        tested.name(), () -> check(conformance.run(tested), known.contains(tested.name()))));
    }

    private static void check(CaseResult result, boolean deviates) {
        boolean failed = result.outcome() == CaseResult.Outcome.FAILED;
        if (failed && !deviates) {
            Assertions.fail(result.toString());
        }
        if (!failed && deviates) {
            Assertions.fail("case passes, so it must not be named as a deviation: " + result.name());
        }
    }
}
