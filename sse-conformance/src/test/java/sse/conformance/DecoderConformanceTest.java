package sse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.conformance.CaseResult.Outcome;
import sse.conformance.LineDecoder.Fault;
import sse.conformance.junit.DecoderTests;

class DecoderConformanceTest {
    private static Set<String> failures(DecoderConformance conformance) {
        return conformance.run().stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .map(CaseResult::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static DecoderConformance of(Fault fault) {
        return DecoderConformance.of(new LineDecoder(fault));
    }

    private static Set<String> malformed() {
        return Cases.decoder().stream()
                .filter(decoderCase -> !decoderCase.isUtf8())
                .map(DecoderCase::name)
                .collect(Collectors.toSet());
    }

    @Test
    void passesAllWellFormedCasesOfASimpleDecoder() {
        Set<String> failures =
                failures(of(Fault.NONE).withRetries().withComments().withLastEventIds());
        failures.removeAll(malformed());

        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TRIMS_SPACES, exactly one space is stripped",
        "KEEPS_TYPE, a type counts for one event",
        "DELIVERS_INCOMPLETE, an incomplete last block is discarded",
        "DECODES_CHUNKS, 'two, three and four bytes'",
        "THROWS, nothing"
    })
    void namesCasesThatAFaultFails(Fault fault, String name) {
        assertThat(failures(of(Fault.NONE))).doesNotContain(name);
        assertThat(failures(of(fault))).contains(name);
    }

    @Test
    void saysWhatWasExpectedAndSeen() {
        DecoderCase first = Cases.decoder().stream()
                .filter(decoderCase -> decoderCase.name().equals("one event"))
                .findFirst()
                .orElseThrow();

        assertThat(DecoderConformance.of((chunks, listener) -> {}).run(first))
                .hasToString(
                        "FAILED one event: in chunks of [13] bytes expected [event \"message\" \"hello\" \"\"], got"
                                + " []");
        assertThat(of(Fault.THROWS).run(first).message())
                .contains("in chunks of [13] bytes expected [event \"message\" \"hello\" \"\"], got []"
                        + " and java.lang.IllegalStateException: decoder");
        assertThat(of(Fault.NONE).run(first)).hasToString("PASSED one event");
    }

    @Test
    void comparesMoreIfAsked() {
        StreamDecoder eventsOnly = (chunks, listener) ->
                new LineDecoder(Fault.NONE).decode(chunks, (type, data, id) -> listener.event(type, data, id));
        DecoderConformance events = DecoderConformance.of(eventsOnly);

        assertThat(failures(events)).doesNotContain("retry", "a comment does not end an event", "an id lasts");
        assertThat(failures(events.withRetries())).contains("retry").doesNotContain("an id lasts");
        assertThat(failures(events.withComments())).contains("a comment does not end an event");
        assertThat(failures(events.withLastEventIds())).contains("an id lasts", "retry");
    }

    @Test
    void makesATestOfEachCase() {
        List<DynamicTest> tests = DecoderTests.of(of(Fault.KEEPS_TYPE), "a type counts for one event")
                .toList();

        assertThat(tests).extracting(DynamicTest::getDisplayName).isEqualTo(names());
        assertThatCode(() -> run(tests, "a type counts for one event")).doesNotThrowAnyException();
    }

    @Test
    void failsDeviationsThatAreNone() {
        List<DynamicTest> tests = DecoderTests.of(of(Fault.NONE), "one event").toList();

        assertThatThrownBy(() -> run(tests, "one event"))
                .hasMessage("case passes, so it must not be named as a deviation: one event");
        assertThatThrownBy(() -> run(DecoderTests.of(of(Fault.THROWS)).toList(), "one event"))
                .hasMessageStartingWith("FAILED one event: ");
        assertThatThrownBy(() -> DecoderTests.of(of(Fault.NONE), "no case"))
                .hasMessage("deviation must be the name of a case: [no case]");
    }

    private static void run(List<DynamicTest> tests, String name) throws Throwable {
        tests.stream()
                .filter(test -> test.getDisplayName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name))
                .getExecutable()
                .execute();
    }

    private static List<String> names() {
        return Cases.decoder().stream().map(DecoderCase::name).toList();
    }

    @Test
    void namesEachCaseOnce() {
        List<String> decoder = names();
        List<String> encoder = Cases.encoder().stream().map(EncoderCase::name).toList();

        assertThat(new HashSet<>(decoder)).hasSameSizeAs(decoder).hasSizeGreaterThanOrEqualTo(154);
        assertThat(new HashSet<>(encoder)).hasSameSizeAs(encoder).hasSizeGreaterThanOrEqualTo(70);
    }

    @Test
    void splitsAtEveryByte() {
        for (DecoderCase decoderCase : Cases.decoder()) {
            int length = decoderCase.stream().length;
            List<List<Integer>> expected = new ArrayList<>();
            expected.add(length == 0 ? List.of() : List.of(length));
            for (int cut = 1; cut < length; cut++) {
                expected.add(List.of(cut, length - cut));
            }
            expected.add(Collections.nCopies(length, 1));
            List<List<Integer>> lengths = new ArrayList<>();
            for (List<byte[]> chunks : decoderCase.splits()) {
                ByteArrayOutputStream joined = new ByteArrayOutputStream();
                chunks.forEach(joined::writeBytes);
                assertThat(joined.toByteArray()).isEqualTo(decoderCase.stream());
                lengths.add(chunks.stream().map(chunk -> chunk.length).toList());
            }
            assertThat(lengths).isEqualTo(expected);
        }
    }
}
