/** Measures what a history in files costs: publishing, forcing to the disk, opening and replaying. */
@NullMarked
package sse.benchmarks.history;

import org.jspecify.annotations.NullMarked;
