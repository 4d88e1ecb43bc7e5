package sse.testkit.internal.http;

import sse.api.Headers;

/** The status line and header fields of a response. */
public record ResponseHead(int status, Headers headers) {}
