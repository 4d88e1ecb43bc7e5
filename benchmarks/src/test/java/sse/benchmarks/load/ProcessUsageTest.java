package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessUsageTest {
    @Test
    void parsesNamesWithSpacesAndBrackets() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 9 0 0 0 150 25 0 0 20 0 8 0 1234 1 1 1 1 1\n";

        assertThat(ProcessUsage.cpuSeconds(stat)).isEqualTo(1.75);
    }

    @Test
    void readsCpuTimeOfThisProcess() throws LoadException {
        ProcessUsage usage = new ProcessUsage(ProcessHandle.current().pid());

        assertThat(usage.cpuSeconds()).isPositive();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void countsCompilerThreadsOfAJvm() throws LoadException {
        ProcessUsage usage = new ProcessUsage(ProcessHandle.current().pid());

        assertThat(usage.compilerSeconds()).isPositive().isLessThan(usage.cpuSeconds());
    }

    @Test
    void readsMemoryOfThisProcess() throws LoadException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "/proc lists the open files of a process");
        ProcessUsage usage = new ProcessUsage(ProcessHandle.current().pid());

        assertThat(usage.residentBytes()).isGreaterThan(1 << 20);
        assertThat(usage.threads()).isGreaterThan(1);
        assertThat(usage.descriptors()).isGreaterThan(2);
    }
}
