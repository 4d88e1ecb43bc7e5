/** Measures what sharing topics over Redis costs: publishing, and resuming at another node. Starts a redis-server. */
@NullMarked
package sse.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
