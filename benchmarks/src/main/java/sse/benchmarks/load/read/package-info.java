/** Clients in Java that read event streams, and the server that they read from. */
@NullMarked
package sse.benchmarks.load.read;

import org.jspecify.annotations.NullMarked;
