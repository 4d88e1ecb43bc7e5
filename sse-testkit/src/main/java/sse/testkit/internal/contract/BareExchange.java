package sse.testkit.internal.contract;

import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.Exchange;

/** A request that the test answers, and its lane. */
record BareExchange(BareLane lane, Exchange request) {
    /** The header fields of every stream. */
    static final Headers STREAM_HEADERS = Headers.builder()
            .add("Content-Type", "text/event-stream")
            .add("X-Test", "yes")
            .build();

    void respond(Response response) {
        lane.run(() -> request.respond(response));
    }

    BareStream open() {
        BareStream stream = new BareStream(lane);
        lane.run(() -> stream.connect(request.open(200, STREAM_HEADERS, stream)));
        return stream;
    }
}
