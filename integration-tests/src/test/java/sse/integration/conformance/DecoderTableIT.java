package sse.integration.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the table of {@code docs/reference/conformance.md} to what each decoder makes of the cases today. Others' are
 * expected to fail those that are named there: a version that fails more, or fewer, fails here.
 */
@Timeout(300)
class DecoderTableIT {
    @Test
    @EnabledIfSystemProperty(named = "conformance.write", matches = "true")
    void writesTable() throws Exception {
        Map<Implementation, Map<String, DecoderResult>> columns = new EnumMap<>(Implementation.class);
        for (Implementation implementation : Implementation.values()) {
            assertThat(implementation.missing()).isEmpty();
            columns.put(implementation, implementation.results());
        }
        ConformanceTable.write(columns);
    }

    @ParameterizedTest
    @EnumSource
    void failsWhatTheTableNames(Implementation implementation) throws Exception {
        Optional<String> missing = implementation.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        Map<String, String> column = ConformanceTable.column(implementation.heading());

        assertThat(column).isEqualTo(ConformanceTable.expected(implementation.results(), column));
    }
}
