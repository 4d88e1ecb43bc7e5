package sse.api;

import sse.api.internal.stream.LaneHandler;

/** A handler of this library's that never blocks, so that it runs on the lane. */
abstract class NonBlockingHandler implements LaneHandler {
    NonBlockingHandler() {}
}
