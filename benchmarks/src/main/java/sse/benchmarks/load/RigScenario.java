package sse.benchmarks.load;

/** One thing to measure with one server that broadcasts. */
interface RigScenario extends Scenario {
    /**
     * Measures it.
     *
     * @param rig the server and its subscribers, newly started
     * @param progress receives reports of progress
     * @throws LoadException if it cannot be measured with this server
     */
    Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException;

    @Override
    default Outcome run(LoadRig.Setup setup, String row, Progress progress) throws LoadException, InterruptedException {
        try (LoadRig rig = LoadRig.start(setup, row)) {
            try {
                return run(rig, progress);
            } catch (LoadException failure) {
                throw rig.explain(failure);
            }
        }
    }
}
