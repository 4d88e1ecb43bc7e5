/**
 * The tests of the contract of histories, by theme.
 *
 * <p>{@code ...SpiTest} drives an implementation through its interface and proves the numbered duties;
 * {@code ...ServerTest} runs a server whose topic it keeps. May depend on the public API, on the fixtures of
 * {@code sse.testkit} and on {@code contract.log}; the entry point {@code HistoryContract} depends on it.
 */
@NullMarked
package sse.testkit.internal.contract.history;

import org.jspecify.annotations.NullMarked;
