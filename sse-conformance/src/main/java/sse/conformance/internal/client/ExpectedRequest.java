package sse.conformance.internal.client;

import java.util.Map;
import java.util.Optional;

/**
 * A request that a client must send.
 *
 * @param fields values of fields; an empty one stands for a field that must be absent
 * @param minDelayMillis how long after the answer before it, at least
 */
record ExpectedRequest(Map<String, Optional<String>> fields, long minDelayMillis) {
    static final ExpectedRequest ANY = new ExpectedRequest(Map.of(), 0);
}
