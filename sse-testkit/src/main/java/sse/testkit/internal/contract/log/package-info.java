/**
 * The tests of what the logs of histories and of backplanes have in common, and the base of all tests of logs.
 *
 * <p>May depend on the public API and on {@code contract.support}; {@code contract.history} and
 * {@code contract.backplane} depend on it.
 */
@NullMarked
package sse.testkit.internal.contract.log;

import org.jspecify.annotations.NullMarked;
