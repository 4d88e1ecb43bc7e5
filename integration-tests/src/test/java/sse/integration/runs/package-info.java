/** Runs over every transport: producers that outlive their clients. */
@NullMarked
package sse.integration.runs;

import org.jspecify.annotations.NullMarked;
