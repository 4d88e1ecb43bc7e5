/**
 * The tests of the contract of backplanes, by theme, and the recorder that only these tests use.
 *
 * <p>{@code ...SpiTest} drives an implementation through its interface and proves the numbered duties;
 * {@code ...ServerTest} runs the servers of two processes that share a topic. May depend on the public API, on
 * {@code sse.testkit} and on {@code contract.log}; the entry point {@code BackplaneContract} depends on it.
 */
@NullMarked
package sse.testkit.internal.contract.backplane;

import org.jspecify.annotations.NullMarked;
