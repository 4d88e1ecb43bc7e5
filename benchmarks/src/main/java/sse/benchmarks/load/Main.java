package sse.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sse.benchmarks.load.read.EventReaders;
import sse.benchmarks.load.tokens.TokenServers;

/**
 * The load benchmark: see {@code docs/reference/load.md}. Writes {@code load.md}, {@code load.json} and
 * {@code load.svg} into {@code target}.
 */
public final class Main {
    private final LoadOptions options;
    private final CpuPinning pinning;
    private final LoadRig.Setup setup;
    private final Path directory;
    private final Progress progress = Progress.onStandardOutput();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final List<Measurement> measurements = new ArrayList<>();

    private Main(LoadOptions options, Path directory) throws InterruptedException {
        this.options = options;
        this.directory = directory;
        pinning = CpuPinning.of(options.serverCpus(), options.clientCpus());
        Path work = directory.resolve("load");
        setup = new LoadRig.Setup(new Children(), new ServerCatalog(options.heap(), work), pinning, work);
    }

    /**
     * Runs what the options ask for, and ends the process: with status 1 if something could not be measured.
     *
     * @param args see {@link OptionParser#USAGE}
     */
    public static void main(String... args) throws InterruptedException, IOException {
        if (List.of(args).contains("--help")) {
            System.out.print(OptionParser.USAGE);
            return;
        }
        try {
            Main main = new Main(OptionParser.parse(args), Path.of("target"));
            main.run();
            System.exit(
                    main.measurements.stream().allMatch(each -> each.failure().isEmpty()) ? 0 : 1);
        } catch (IllegalArgumentException | LoadException wrong) {
            System.err.println("load: " + wrong.getMessage());
            System.exit(1);
        }
    }

    private void run() throws LoadException, InterruptedException, IOException {
        List<String> servers = servers();
        pinning.pinSelf();
        List<Step> steps = Plan.of(options, servers);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            progress.begin(i + 1, steps.size(), step.title() + ", " + step.server() + ", round " + step.round());
            measurements.add(measure(step));
            // Each time, so that a run that is broken off has not been for nothing.
            write();
        }
        progress.print(tables());
        draw();
        progress.print("written to " + directory.toAbsolutePath() + ": load.md, load.json, load.svg");
    }

    private List<String> servers() throws LoadException {
        List<String> servers = new ArrayList<>();
        for (String server : options.servers()) {
            missing(server).ifPresentOrElse(reason -> missing.put(server, reason), () -> servers.add(server));
            if (!setup.catalog().isInMemory(server)) {
                DescriptorLimit.require(options.streams());
                if (options.kinds().contains(Kind.IDLE) || options.kinds().contains(Kind.READ)) {
                    DescriptorLimit.require(options.idleStreams());
                }
            }
        }
        missing.forEach((server, reason) -> progress.print(server + " is missing: " + reason));
        return servers;
    }

    private Optional<String> missing(String server) {
        return switch (options.kinds().get(0)) {
            case TOKENS -> ServerCatalog.missing(TokenServers.find(server));
            case READ -> ServerCatalog.missing(EventReaders.find(server));
            default -> setup.catalog().missing(server);
        };
    }

    private Measurement measure(Step step) throws InterruptedException {
        Outcome outcome = outcome(step);
        if (!outcome.failure().isEmpty()) {
            progress.print(step.title() + ", " + step.server() + " failed: " + outcome.failure());
        }
        return Measurement.of(step, outcome);
    }

    private Outcome outcome(Step step) throws InterruptedException {
        try {
            return step.scenario().run(setup, step.server(), progress);
        } catch (LoadException failure) {
            return Outcome.failed(String.valueOf(failure.getMessage()));
        }
    }

    private void write() throws IOException {
        Files.writeString(directory.resolve("load.md"), tables());
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        directory.resolve("load.json").toFile(),
                        Map.of("conditions", conditions(), "measurements", measurements));
    }

    private String tables() {
        return new LoadTables(new Results(measurements)).text(conditions());
    }

    private List<String> conditions() {
        return Conditions.of(options, pinning, missing);
    }

    private void draw() throws IOException {
        Results results = new Results(measurements);
        List<String> delivering = results.scenarios().stream()
                .filter(scenario -> results.metrics(scenario).contains(Metric.CPU_PER_MILLION))
                .toList();
        if (!delivering.isEmpty()) {
            new LoadChart(results, delivering).write(directory.resolve("load.svg"));
        }
    }
}
