package sse.conformance.internal.client;

import java.util.List;
import java.util.Optional;

/**
 * A conversation with a client.
 *
 * @param name the name of the case
 * @param isDemanded true if a standard demands it
 * @param answers the answers in order; after them 204
 * @param requests the requests that must come, and no other; empty if it is not checked
 * @param events the events that must be reported
 */
public record Script(
        String name,
        boolean isDemanded,
        List<ScriptedAnswer> answers,
        Optional<List<ExpectedRequest>> requests,
        List<ReportedEvent> events) {}
