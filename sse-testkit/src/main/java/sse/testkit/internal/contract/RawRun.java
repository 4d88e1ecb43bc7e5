package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import sse.testkit.internal.contract.RawConversation.Script;

/**
 * Creates a test of each raw request, which is sent whole, byte by byte, split at every byte, and on a connection that
 * the client leaves open. For use by one thread at a time.
 */
final class RawRun {
    private static final int AT_ONCE = 64;

    private final Function<List<Script>, List<String>> outcomes;
    private final Function<List<RawRequest>, List<String>> leftOpen;
    private final ContractSetting setting;

    /**
     * Creates a run.
     *
     * @param outcomes sends all scripts concurrently and returns their outcomes
     * @param leftOpen sends all requests concurrently on connections that are left open, and returns their outcomes
     */
    RawRun(
            ContractSetting setting,
            Function<List<Script>, List<String>> outcomes,
            Function<List<RawRequest>, List<String>> leftOpen) {
        this.setting = setting;
        this.outcomes = outcomes;
        this.leftOpen = leftOpen;
    }

    /** Returns a test of each case. Bytes sent one by one have been sent when it returns. */
    Stream<DynamicTest> tests(List<RawRequest> cases) {
        Map<String, String> byteByByte = inGroups(
                cases,
                some -> outcomes.apply(some.stream()
                        .map(given -> Script.byteByByte(given.bytes()))
                        .toList()));
        Map<String, String> open = inGroups(cases, leftOpen);
        return cases.stream().map(given -> {
            Map<String, String> seen = new LinkedHashMap<>();
            seen.put("byte by byte", byteByByte.getOrDefault(given.name(), ""));
            seen.put("left open", open.getOrDefault(given.name(), ""));
            return test(given, seen);
        });
    }

    private DynamicTest test(RawRequest given, Map<String, String> seen) {
        Set<String> right = Set.copyOf(given.visibleOutcomes());
        Set<String> known = setting.otherwise().get(given.name());
        if (known == null) {
            return dynamicTest(given.toString(), () -> {
                atEverySplit(given, seen);
                assertOutcomes(right, seen);
            });
        }
        return dynamicTest(given + " is read otherwise", () -> {
            atEverySplit(given, seen);
            assertOutcomes(known, seen);
            assertFalse(
                    right.containsAll(seen.values()),
                    "must not be listed: " + setting.transport().name() + " reads it right");
        });
    }

    private static void assertOutcomes(Set<String> possible, Map<String, String> seen) {
        Map<String, String> wrong = new LinkedHashMap<>(seen);
        wrong.values().removeAll(possible);
        assertEquals(Map.of(), wrong, () -> "outcome must be one of " + possible);
    }

    /** Runs many cases concurrently, so that the server handles others between two bytes of one. */
    private static Map<String, String> inGroups(
            List<RawRequest> cases, Function<List<RawRequest>, List<String>> outcomes) {
        Map<String, String> all = new HashMap<>();
        for (int from = 0; from < cases.size(); from += AT_ONCE) {
            List<RawRequest> some = cases.subList(from, Math.min(from + AT_ONCE, cases.size()));
            List<String> found = outcomes.apply(some);
            IntStream.range(0, some.size()).forEach(i -> all.put(some.get(i).name(), found.get(i)));
        }
        return all;
    }

    /** Sends a request whole and, unless each connection costs a handshake, split at every byte, concurrently. */
    private void atEverySplit(RawRequest given, Map<String, String> seen) {
        int count = setting.tls().isPresent() ? 1 : given.bytes().length;
        List<Script> scripts = IntStream.range(0, count)
                .mapToObj(cut -> cut == 0 ? Script.whole(given.bytes()) : new Script(given.bytes(), cut))
                .toList();
        List<String> found = outcomes.apply(scripts);
        for (int cut = 0; cut < found.size(); cut++) {
            seen.put(cut == 0 ? "whole" : "cut at " + cut, found.get(cut));
        }
    }
}
