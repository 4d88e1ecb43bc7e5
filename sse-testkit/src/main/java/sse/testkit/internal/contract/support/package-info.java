/**
 * What the contracts of transports, histories and backplanes, and the tests of implementations, have in common: waiting
 * for other threads, and the log. Depends on nothing of the library.
 */
@NullMarked
package sse.testkit.internal.contract.support;

import org.jspecify.annotations.NullMarked;
