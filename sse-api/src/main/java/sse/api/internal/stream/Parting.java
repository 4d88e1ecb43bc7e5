package sse.api.internal.stream;

import java.util.List;
import java.util.function.BooleanSupplier;
import sse.api.Frame;

/**
 * How a stream that follows something ends when the server closes: not before it has what was there. Confined to the stream's lane.
 *
 * @param isDue says whether it has
 * @param last what is sent then
 */
record Parting(BooleanSupplier isDue, List<Frame> last) {}
