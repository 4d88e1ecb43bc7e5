/** The servers that the load benchmark puts side by side. */
@NullMarked
package sse.benchmarks.load.server;

import org.jspecify.annotations.NullMarked;
