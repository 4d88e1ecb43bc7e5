package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void rotatesTheFirstServer() {
        LoadOptions options = OptionParser.parse("--only", "flood,idle", "--rounds", "2");

        assertThat(Plan.of(options, List.of("a", "b", "c")))
                .extracting(step -> step.round() + " " + step.title() + " " + step.server())
                .containsExactly(
                        "1 flood a",
                        "1 flood b",
                        "1 flood c",
                        "1 idle a",
                        "1 idle b",
                        "1 idle c",
                        "2 flood b",
                        "2 flood c",
                        "2 flood a");
    }

    @Test
    void alternatesRunsWithStalledClients() {
        LoadOptions options = OptionParser.parse("--only", "stalled", "--rounds", "2");

        assertThat(Plan.of(options, List.of("a")))
                .extracting(Step::title)
                .containsExactly(
                        "stalled, all read", "stalled, 50 never read", "stalled, all read", "stalled, 50 never read");
    }

    @Test
    void postsInFloodsAndAtRates() {
        LoadOptions options = OptionParser.parse("--only", "post", "--rounds", "1");

        assertThat(Plan.of(options, List.of("a")))
                .extracting(Step::title)
                .containsExactly(
                        "post, 1 connection",
                        "post, 4 connections",
                        "post, 32 connections",
                        "post, 20 events/s",
                        "post, 100 events/s");
    }

    @Test
    void measuresIdleReadersOnce() {
        LoadOptions options = OptionParser.parse("--only", "read", "--rounds", "2");

        assertThat(Plan.of(options, List.of("a")))
                .extracting(Step::title)
                .containsExactly(
                        "read, flood",
                        "read, idle",
                        "read, restart",
                        "read, restart after 2 s",
                        "read, flood",
                        "read, restart",
                        "read, restart after 2 s");
    }
}
