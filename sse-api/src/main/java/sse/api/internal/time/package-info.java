/** Which durations settings take. */
@NullMarked
package sse.api.internal.time;

import org.jspecify.annotations.NullMarked;
