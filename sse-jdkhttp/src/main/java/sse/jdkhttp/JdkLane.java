package sse.jdkhttp;

import sse.api.spi.Lane;
import sse.api.spi.support.SerialExecutor;

/** A lane, the loop that runs it, and the queue of its streams' writes. */
record JdkLane(SerialExecutor loop, Lane lane, WriteQueue writes) {}
