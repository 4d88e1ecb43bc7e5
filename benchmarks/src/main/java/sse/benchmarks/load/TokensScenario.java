package sse.benchmarks.load;

import java.util.EnumMap;
import java.util.Map;
import sse.benchmarks.load.tokens.TokenMain;

/**
 * Clients that each send a request and read the tokens that answer it, over and over. Each answer must be whole. The
 * heap of an answer is the difference between having all of them open and having none, after the same warm-up.
 *
 * @param options how many clients, tokens and bytes
 */
record TokensScenario(LoadOptions options) implements Scenario {
    private static final long MILLIS = 1000;
    /** For servers to notice that connections are gone. */
    private static final long SETTLE_MILLIS = 1500;

    @Override
    public Outcome run(LoadRig.Setup setup, String row, Progress progress) throws LoadException, InterruptedException {
        long interval = Math.max(1, Math.round(MILLIS / options.rate()));
        long answerMillis = options.tokens() * interval;
        ChildProcess server = setup.children()
                .start(
                        row,
                        setup.pinning()
                                .server(ServerCatalog.java(
                                        "-Xmx" + options.heap(),
                                        TokenMain.class,
                                        row,
                                        Integer.toString(options.tokens()),
                                        Long.toString(interval),
                                        Integer.toString(options.payloadBytes()))),
                        setup.directory().resolve(row + ".err"));
        try {
            long port = server.answer("start").number("port");
            ChildProcess client = LoadRig.startClient(setup, row);
            client.ask("ask %d %d %d %d %d"
                    .formatted(port, options.streams(), options.tokens(), options.payloadBytes(), answerMillis));
            progress.show("warming up");
            // All have begun after the length of an answer.
            Thread.sleep(answerMillis + options.warmUp().toMillis());
            return measure(server, client, progress);
        } finally {
            setup.children().closeAll();
        }
    }

    private Outcome measure(ChildProcess server, ChildProcess client, Progress progress)
            throws LoadException, InterruptedException {
        progress.show("measuring");
        client.ask("ask-begin");
        double cpuBefore = new ProcessUsage(server.pid()).cpuSeconds();
        double clientBefore = new ProcessUsage(client.pid()).cpuSeconds();
        Thread.sleep(options.duration().toMillis());
        double cpuSeconds = new ProcessUsage(server.pid()).cpuSeconds() - cpuBefore;
        double clientSeconds = new ProcessUsage(client.pid()).cpuSeconds() - clientBefore;
        Reply report = client.ask("ask-report");
        double seconds = report.number("nanos") / 1e9;
        double tokens = report.number("deliveries");
        if (tokens == 0) {
            throw new LoadException("no token came: " + report.text("failure"));
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.TOKENS_PER_SECOND, tokens / seconds);
        values.put(Metric.CPU_PER_TOKEN, cpuSeconds / tokens);
        values.put(Metric.CLIENT_CPU, clientSeconds / seconds);
        values.put(Metric.FIRST_P50, report.number("first50") / 1e6);
        values.put(Metric.FIRST_P99, report.number("first99") / 1e6);
        values.put(Metric.FIRST_P999, report.number("first999") / 1e6);
        values.put(Metric.TOKEN_P99, report.number("p99") / 1e6);
        addHeap(values, server, client);
        return end(values, client.ask("ask-report"));
    }

    private void addHeap(Map<Metric, Double> values, ChildProcess server, ChildProcess client)
            throws LoadException, InterruptedException {
        double open = server.ask("heap").number("heap");
        values.put(Metric.OUTSTANDING, (double) client.ask("ask-finish").number("outstanding"));
        client.ask("ask-close");
        Thread.sleep(SETTLE_MILLIS);
        double none = server.ask("heap").number("heap");
        values.put(Metric.HEAP_PER_ANSWER, (open - none) / options.streams());
    }

    private static Outcome end(Map<Metric, Double> values, Reply end) throws LoadException {
        if (end.number("ended") > 0) {
            throw new LoadException(end.number("ended") + " answers were cut off: " + end.text("failure"));
        }
        values.put(Metric.WRONG, (double) (end.number("missing") + end.number("duplicated") + end.number("reordered")));
        return Outcome.of(values);
    }
}
