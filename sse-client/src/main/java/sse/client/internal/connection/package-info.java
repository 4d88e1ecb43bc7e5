/**
 * One source: its connections, the decoding of their content, and the loop that owns both. May depend on every other
 * internal package.
 */
@NullMarked
package sse.client.internal.connection;

import org.jspecify.annotations.NullMarked;
