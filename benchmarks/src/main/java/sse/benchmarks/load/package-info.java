/** The load benchmark: real sockets, many subscribers, and the servers one after the other. */
@NullMarked
package sse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
