package sse.testkit.internal.http;

import sse.api.Headers;

/**
 * A request as a client sends it. {@code Host} and {@code Content-Length} are added by the connection unless they are
 * there. Never compared; its body is never changed.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClientRequest(String method, String target, Headers headers, byte[] body) {}
