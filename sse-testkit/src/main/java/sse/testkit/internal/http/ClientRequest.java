package sse.testkit.internal.http;

import sse.api.Headers;

/**
 * A request as a client sends it. The connection adds {@code Host} and {@code Content-Length} unless they are present.
 * Never compared; its body is never changed.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClientRequest(String method, String target, Headers headers, byte[] body) {}
