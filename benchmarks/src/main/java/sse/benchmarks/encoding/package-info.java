/**
 * Measures what one event costs to write as a frame, here and in the frame writers of other servers. Every writer does
 * the same work: all bytes of an equivalent frame, into memory.
 */
@NullMarked
package sse.benchmarks.encoding;

import org.jspecify.annotations.NullMarked;
