package sse.api.internal.stream;

import sse.api.Headers;

/**
 * The head of the response that carries a stream.
 *
 * @param status the status, 200 to 299
 * @param headers the fields, {@code Content-Type} among them
 */
public record StreamHead(int status, Headers headers) {}
