package sse.benchmarks.load;

/** One thing to measure with one server, or with one client. */
interface Scenario {
    /**
     * Measures it.
     *
     * @param setup starts processes
     * @param row the name of what is measured
     * @param progress receives reports of progress
     * @throws LoadException if it cannot be measured
     */
    Outcome run(LoadRig.Setup setup, String row, Progress progress) throws LoadException, InterruptedException;
}
