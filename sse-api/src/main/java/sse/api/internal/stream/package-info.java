/** One open stream and the lane it lives on. */
@NullMarked
package sse.api.internal.stream;

import org.jspecify.annotations.NullMarked;
