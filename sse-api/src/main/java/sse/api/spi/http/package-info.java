/**
 * The grammar of HTTP/1.1 that every transport needs (RFC 9110, RFC 9112): character classes, the request line,
 * {@code Host}, message framing, connection options, rejections with their texts, dates and reason phrases.
 *
 * <p>A transport that parses requests itself uses all of it; a transport on another server's parser uses it to check
 * what that parser let through. Both then accept the same requests and reject the others in the same words.
 *
 * <p>This package contains pure functions and small values. It reads no sockets and knows no other package of the
 * library.
 *
 * <p>No method takes or returns {@code null}; passing {@code null} throws {@link NullPointerException}.
 */
@NullMarked
package sse.api.spi.http;

import org.jspecify.annotations.NullMarked;
