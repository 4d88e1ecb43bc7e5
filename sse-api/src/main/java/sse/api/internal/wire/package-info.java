/**
 * From frames to the bytes of one write: the batch that a lane composes in, the wire forms of its bytes, and the frames
 * that are sent without an event. Depends on value types and connections only: knows neither streams nor topics.
 */
@NullMarked
package sse.api.internal.wire;

import org.jspecify.annotations.NullMarked;
