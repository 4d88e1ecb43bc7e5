package sse.api.internal.stream;

import sse.api.StreamHandler;

/** A handler that never blocks, and so runs on the lane. */
public interface LaneHandler extends StreamHandler {}
