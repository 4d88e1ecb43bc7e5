package sse.api.internal.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.internal.history.RunLimits;
import sse.api.internal.topic.TopicConfig;

/**
 * The settings of runs.
 *
 * @param limits limits on all runs
 * @param history limits on what each run retains
 * @param threads where user code runs
 * @param ticker the source of time
 * @param lastEvents the events with which a run ends
 * @param topic how streams are subscribed
 * @param options the options of the streams that replies open
 * @param idPrefix what every id begins with
 * @param mostBehind how many events the slowest client may be behind; zero if no client holds a producer back
 * @param onEnd called on an executor when a run has ended
 */
public record RunConfig(
        Limits limits,
        RunLimits history,
        Threads threads,
        Ticker ticker,
        LastEvents lastEvents,
        TopicConfig topic,
        StreamOptions options,
        String idPrefix,
        int mostBehind,
        List<Consumer<RunCore>> onEnd) {
    /**
     * Limits on all runs.
     *
     * @param runs the maximum number, of those that have ended too
     * @param bytes the maximum size of their events in memory
     * @param retention how long a run can be found after its end
     * @param duration how long a producer may take, if that is limited
     */
    public record Limits(int runs, long bytes, Duration retention, Optional<Duration> duration) {}

    /**
     * Where user code runs. Producers that block for ever must not hold up the actions that would end them.
     *
     * @param producers runs producers
     * @param callbacks runs onStop actions and onEnd listeners
     * @param own those of them that are shut down with the runs
     */
    public record Threads(Executor producers, Executor callbacks, List<ExecutorService> own) {}

    /**
     * The events with which a run ends.
     *
     * @param completed of one whose producer has returned, if any
     * @param stopped of one that was stopped, if any
     * @param failed of one whose producer has thrown; user code
     */
    public record LastEvents(
            Optional<Event> completed, Optional<Event> stopped, Function<? super Throwable, Event> failed) {}
}
