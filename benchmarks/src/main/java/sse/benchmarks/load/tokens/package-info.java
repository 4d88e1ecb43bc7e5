/** Servers that answer each POST with a stream of tokens, and the stand-in for the model that produces them. */
@NullMarked
package sse.benchmarks.load.tokens;

import org.jspecify.annotations.NullMarked;
