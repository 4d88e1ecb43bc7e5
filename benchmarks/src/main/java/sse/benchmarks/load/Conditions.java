package sse.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says on what machine and how something was measured. */
final class Conditions {
    private Conditions() {}

    /**
     * Returns what a reader of the results must know, a line each.
     *
     * @param missing servers that could not run, and why
     */
    static List<String> of(LoadOptions options, CpuPinning pinning, Map<String, String> missing) {
        List<String> lines = new ArrayList<>();
        lines.add("%s %s; %s; %s"
                .formatted(
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        processor()));
        lines.add(pinning.describe() + "; servers in Java with -Xmx" + options.heap()
                + " and nothing else, so the collector is the JVM's choice: Serial where it sees one CPU");
        lines.add("%d streams, %d bytes of data, %d in flight in a flood; warm-up %s, window %s, %d rounds"
                .formatted(
                        options.streams(),
                        options.payloadBytes(),
                        options.inFlight(),
                        seconds(options.warmUp()),
                        seconds(options.duration()),
                        options.rounds()));
        if (options.servers().contains(ServerCatalog.MEMORY)) {
            lines.add(ServerCatalog.MEMORY + " has the CPUs of both, because its subscribers are in its process");
        }
        missing.forEach((server, reason) -> lines.add(server + " is missing: " + reason));
        return List.copyOf(lines);
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException unknown) {
            return System.getProperty("os.arch");
        }
    }
}
