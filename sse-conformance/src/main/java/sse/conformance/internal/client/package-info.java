/** A server of scripted answers for a client that is checked, on the JDK's. */
@NullMarked
package sse.conformance.internal.client;

import org.jspecify.annotations.NullMarked;
