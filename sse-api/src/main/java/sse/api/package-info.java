/**
 * Events, streams and the server: everything a user of Server-Sent Events touches.
 *
 * <p>Unless a type says otherwise, no method here takes or returns {@code null}; passing it throws
 * {@link java.lang.NullPointerException} that names the parameter.
 */
@NullMarked
package sse.api;

import org.jspecify.annotations.NullMarked;
