package sse.nio.internal.http1;

import sse.api.Headers;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.Persistence;

/**
 * The head of a request, checked.
 *
 * @param method the method as sent
 * @param target the target as sent
 * @param version the version of the client
 * @param headers the fields
 * @param persistence what happens to the connection after the response, as far as the client decides it
 */
record RequestHead(String method, String target, HttpVersion version, Headers headers, Persistence persistence) {}
