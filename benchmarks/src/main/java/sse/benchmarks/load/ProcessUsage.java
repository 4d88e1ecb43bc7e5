package sse.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process has used. CPU time comes from the system's own count, in steps of 10 ms. */
final class ProcessUsage {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** The system keeps 15 characters of "C2 CompilerThread0". */
    private static final Pattern COMPILER = Pattern.compile("\\d+ \\(C[12] CompilerThre");

    private final long pid;

    ProcessUsage(long pid) {
        this.pid = pid;
    }

    /** Returns its CPU time, of all threads, in user and system mode. */
    double cpuSeconds() throws LoadException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        try {
            if (!Files.exists(stat)) {
                return ProcessHandle.of(pid)
                                .flatMap(process -> process.info().totalCpuDuration())
                                .map(Duration::toNanos)
                                .orElseThrow(
                                        () -> new LoadException("CPU time of a process must be known here: " + pid))
                        / 1e9;
            }
            return cpuSeconds(Files.readString(stat, StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            throw new LoadException("process must be running: " + pid, gone);
        }
    }

    /**
     * Returns what of that its JVM has spent on compiling; zero where the system does not say, and for what is not a
     * JVM.
     */
    double compilerSeconds() throws LoadException {
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (!Files.exists(tasks)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.map(ProcessUsage::statOf)
                    .filter(stat -> COMPILER.matcher(stat).lookingAt())
                    .mapToDouble(ProcessUsage::cpuSeconds)
                    .sum();
        } catch (IOException gone) {
            throw new LoadException("process must be running: " + pid, gone);
        }
    }

    /** Returns a thread's line, which is empty if the thread has ended. */
    private static String statOf(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    /** Returns its resident memory in bytes, or NaN where the system does not say. */
    double residentBytes() throws LoadException {
        return 1024 * status("VmRSS:");
    }

    /** Returns how many threads it has, as the system counts them, or NaN where it does not say. */
    double threads() throws LoadException {
        return status("Threads:");
    }

    /** Returns how many files and sockets it has open, or NaN where the system does not say. */
    double descriptors() throws LoadException {
        Path directory = Path.of("/proc/" + pid + "/fd");
        if (!Files.exists(directory)) {
            return Double.NaN;
        }
        try (Stream<Path> open = Files.list(directory)) {
            return open.count();
        } catch (IOException gone) {
            throw new LoadException("process must be running: " + pid, gone);
        }
    }

    private double status(String field) throws LoadException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try {
            return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException gone) {
            throw new LoadException("process must be running: " + pid, gone);
        }
    }

    /**
     * Reads the line of {@code /proc/PID/stat}; the fields after the name, which may hold anything, are split by
     * spaces.
     */
    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        return ticks * NANOS_PER_TICK / 1e9;
    }
}
