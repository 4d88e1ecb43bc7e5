/**
 * The tests of the contract of transports, by theme, and the servers, lanes and recorders that only these tests use.
 * The contracts of histories and backplanes have packages of their own below.
 *
 * <p>{@code ...SpiTest} drives a transport with a core of its own ({@link sse.testkit.internal.contract.BareServer}),
 * and proves the numbered duties; {@code ...ServerTest} runs a server on a transport. May depend on the public API, on
 * {@code sse.testkit} and on {@code sse.testkit.internal.http}; the entry point {@code TransportContract} depends on
 * it.
 */
@NullMarked
package sse.testkit.internal.contract;

import org.jspecify.annotations.NullMarked;
