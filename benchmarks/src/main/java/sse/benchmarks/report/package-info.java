/** Turns the results of a run into the tables of the documentation. */
@NullMarked
package sse.benchmarks.report;

import org.jspecify.annotations.NullMarked;
