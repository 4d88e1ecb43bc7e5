package sse.servlet;

import sse.api.spi.Lane;
import sse.api.spi.support.SerialExecutor;

/** A lane, and the loop that runs it. */
record ServletLane(SerialExecutor loop, Lane lane) {}
