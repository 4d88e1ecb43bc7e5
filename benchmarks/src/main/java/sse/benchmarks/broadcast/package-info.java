/** Measures what it costs to publish an event to many subscribers, without sockets. */
@NullMarked
package sse.benchmarks.broadcast;

import org.jspecify.annotations.NullMarked;
