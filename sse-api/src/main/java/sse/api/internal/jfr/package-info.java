/** What is recorded for JDK Flight Recorder, where the runtime has it. */
@NullMarked
package sse.api.internal.jfr;

import org.jspecify.annotations.NullMarked;
