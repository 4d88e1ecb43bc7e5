/** The subscribers of the load benchmark, which check all they receive, in a process of their own. */
@NullMarked
package sse.benchmarks.load.client;

import org.jspecify.annotations.NullMarked;
