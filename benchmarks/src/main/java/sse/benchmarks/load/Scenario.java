package sse.benchmarks.load;

import java.util.Map;

/** One thing to measure with one server. */
interface Scenario {
    /**
     * Measures it.
     *
     * @param rig the server and its subscribers, newly started
     * @throws LoadException if it cannot be measured with this server
     */
    Map<Metric, Double> run(LoadRig rig) throws LoadException, InterruptedException;
}
