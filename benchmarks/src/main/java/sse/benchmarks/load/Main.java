package sse.benchmarks.load;

import java.nio.file.Path;
import java.util.Map;

/** The load benchmark: see {@code docs/load.md}. */
public final class Main {
    private Main() {}

    /**
     * Runs what the options ask for.
     *
     * @param args see {@link OptionParser#USAGE}
     */
    public static void main(String... args) throws Exception {
        LoadOptions options = OptionParser.parse(args);
        Path directory = Path.of("target", "load");
        CpuPinning pinning = CpuPinning.of(options.serverCpus(), options.clientCpus());
        pinning.pinSelf();
        LoadRig.Setup setup =
                new LoadRig.Setup(new Children(), new Lineup(options.heap(), directory), pinning, directory);
        for (int round = 1; round <= options.rounds(); round++) {
            for (String server : options.servers()) {
                if (setup.lineup().missing(server).isPresent()) {
                    continue;
                }
                for (Kind kind : options.kinds()) {
                    if (kind != Kind.FLOOD && kind != Kind.RATE) {
                        continue;
                    }
                    try (LoadRig rig = LoadRig.start(setup, server)) {
                        Map<Metric, Double> values =
                                new BroadcastScenario(options.streams(), 0, kind == Kind.FLOOD, options).run(rig);
                        System.out.println(server + " " + kind + " " + values);
                    } catch (LoadException failure) {
                        System.out.println(server + " " + kind + " failed: " + failure.getMessage());
                    }
                }
            }
        }
        System.exit(0);
    }
}
