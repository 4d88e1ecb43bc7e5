/** The range of durations that settings accept. Depends on nothing. */
@NullMarked
package sse.api.internal.time;

import org.jspecify.annotations.NullMarked;
