/** Topics: the log, and the cursors that follow it. */
@NullMarked
package sse.api.internal.topic;

import org.jspecify.annotations.NullMarked;
