/**
 * The tests of the transport contract, by theme. Some drive a transport through its interfaces with a core of their own
 * ({@link sse.testkit.internal.contract.BareServer}), to prove the numbered duties; the others run a whole server on
 * it.
 */
@NullMarked
package sse.testkit.internal.contract;

import org.jspecify.annotations.NullMarked;
