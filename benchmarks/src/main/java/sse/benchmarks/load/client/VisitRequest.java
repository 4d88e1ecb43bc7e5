package sse.benchmarks.load.client;

import org.jspecify.annotations.Nullable;

/**
 * What a visitor asks for. Immutable.
 *
 * @param port the server's
 * @param payloadBytes what the data of each event must have
 * @param times how long connections are kept that are shared
 * @param lastEventId the id to resume after, or null
 * @param ids receives the ids of the visit
 */
record VisitRequest(
        int port,
        int payloadBytes,
        VisitTimes times,
        @Nullable String lastEventId,
        IdField ids) {}
