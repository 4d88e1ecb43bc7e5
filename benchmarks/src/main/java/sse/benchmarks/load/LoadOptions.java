package sse.benchmarks.load;

import java.time.Duration;
import java.util.List;

/**
 * What the run was asked for. Immutable; made by {@link OptionParser}, which checks it.
 *
 * @param kinds what to measure
 * @param servers the names of the servers, in order
 * @param streams how many subscribers
 * @param idleStreams how many streams for the memory of one
 * @param stalledStreams how many of the subscribers never read, where some do not
 * @param payloadBytes the data of an event
 * @param inFlight how many publications may be ahead of the slowest subscriber in a flood
 * @param rate events per second at a fixed rate
 * @param tokens how many events an answer has
 * @param rounds how often each server has its turn
 * @param warmUp how long it is flooded before anything is measured
 * @param duration how long a window of measuring is
 * @param seed makes visitors that come and leave do the same each time
 * @param heap the most heap of a server in Java, as {@code -Xmx} takes it
 * @param serverCpus where servers run, as {@code taskset} takes it
 * @param clientCpus where everything else runs
 */
record LoadOptions(
        List<Kind> kinds,
        List<String> servers,
        int streams,
        int idleStreams,
        int stalledStreams,
        int payloadBytes,
        int inFlight,
        double rate,
        int tokens,
        int rounds,
        Duration warmUp,
        Duration duration,
        long seed,
        String heap,
        String serverCpus,
        String clientCpus) {}
