/** Events for JDK Flight Recorder, if the runtime has it. Depends on value types only. */
@NullMarked
package sse.api.internal.jfr;

import org.jspecify.annotations.NullMarked;
