/**
 * One stream: its state, its send queue, what runs when it closes, and the lane it is confined to. Knows batches and
 * executors; what it is subscribed to is a {@link sse.api.internal.stream.FrameSource}.
 */
@NullMarked
package sse.api.internal.stream;

import org.jspecify.annotations.NullMarked;
