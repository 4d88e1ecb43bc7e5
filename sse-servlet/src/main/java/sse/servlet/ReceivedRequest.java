package sse.servlet;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;
import sse.api.Headers;

/**
 * What the core needs of a request; the container uses the request's own objects again.
 *
 * @param protocol the name of the protocol, such as {@code HTTP/1.1}
 * @param target the target relative to the servlet's mapping
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the content is passed on, not copied.
record ReceivedRequest(
        String protocol,
        String method,
        String target,
        Headers headers,
        InetSocketAddress remoteAddress,
        Optional<Principal> principal,
        byte[] body) {}
