package sse.benchmarks.load;

/** One thing to measure with one server. */
interface Scenario {
    /**
     * Measures it.
     *
     * @param rig the server and its subscribers, newly started
     * @param progress receives reports of progress
     * @throws LoadException if it cannot be measured with this server
     */
    Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException;
}
