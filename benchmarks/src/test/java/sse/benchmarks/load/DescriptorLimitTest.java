package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorLimitTest {
    @Test
    void readsTheHardLimit() {
        List<String> limits = List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             96306                96306                processes ",
                "Max open files            1024                 20000                files     ");

        assertThat(DescriptorLimit.hard(limits)).isEqualTo(20_000);
    }

    @Test
    void rejectsMoreStreamsThanFiles() {
        assertThatCode(() -> DescriptorLimit.require(19_500, 20_000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> DescriptorLimit.require(19_501, 20_000))
                .isInstanceOf(LoadException.class)
                .hasMessage(
                        "streams must be at most 19500, because a process may open 20000 files (see ulimit -n): 19501");
    }
}
