/**
 * The tests of the contracts of transports, histories and backplanes, by theme, and the servers, lanes and recorders
 * that only these tests use.
 *
 * <p>{@code ...SpiTest} drives an implementation through its interfaces, a transport with a core of its own
 * ({@link sse.testkit.internal.contract.BareServer}), and proves the numbered duties; {@code ...ServerTest} runs a
 * server on a transport. May depend on the public API, on {@code sse.testkit} and on {@code sse.testkit.internal.http};
 * the entry points {@code TransportContract}, {@code HistoryContract} and {@code BackplaneContract} depend on it.
 */
@NullMarked
package sse.testkit.internal.contract;

import org.jspecify.annotations.NullMarked;
