package sse.benchmarks.load.client;

/** Takes the events of one stream as they become whole. */
interface EventSink {
    /**
     * Takes one event.
     *
     * @param sequence its number, from its data
     * @param nanos its time, from its data
     */
    void onEvent(long sequence, long nanos);
}
