/** Measures what a stream costs to parse, here and in the parsers of other clients. */
@NullMarked
package sse.benchmarks.decoding;

import org.jspecify.annotations.NullMarked;
