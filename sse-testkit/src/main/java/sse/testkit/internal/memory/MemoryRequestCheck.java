package sse.testkit.internal.memory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sse.api.Response;
import sse.api.spi.HttpLimits;
import sse.api.spi.Refusals;
import sse.api.spi.ServiceContext;
import sse.api.spi.http.HostField;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.RequestLine;
import sse.testkit.internal.http.ClientRequest;

/** Refuses the requests that a transport with sockets would refuse, as far as they can be made in memory. Immutable. */
final class MemoryRequestCheck {
    private final ServiceContext context;

    MemoryRequestCheck(ServiceContext context) {
        this.context = context;
    }

    /** Returns the response to a request that does not reach the core. */
    Optional<Response> refusal(ClientRequest request) {
        return rejection(request).map(rejection -> responseTo(rejection, request));
    }

    private Optional<HttpRejection> rejection(ClientRequest request) {
        HttpLimits limits = context.limits();
        String line = request.method() + " " + request.target() + " HTTP/1.1";
        if (line.length() > limits.requestLineBytes()) {
            return Optional.of(
                    RequestLine.tooLong(line.substring(0, limits.requestLineBytes()), limits.requestLineBytes()));
        }
        if (authority(request)
                .filter(authority -> !HostField.isValid(authority))
                .isPresent()) {
            return Optional.of(HttpRule.AUTHORITY_MALFORMED.rejection());
        }
        // The space after the colon and the line end do not count.
        if (request.headers().toString().getBytes(StandardCharsets.ISO_8859_1).length > limits.headerBytes()) {
            return Optional.of(HttpRule.HEADERS_TOO_LARGE.rejection(limits.headerBytes()));
        }
        int length = request.body().length;
        int limit = length == 0 ? 0 : bodyLimitOf(request);
        return length > limit ? Optional.of(HttpRule.CONTENT_TOO_LARGE.rejection(limit)) : Optional.empty();
    }

    private int bodyLimitOf(ClientRequest request) {
        return context.refusals()
                .bodyBytes(request.method(), request.target(), request.headers())
                .orElse(context.limits().bodyBytes());
    }

    private Response responseTo(HttpRejection rejection, ClientRequest request) {
        Refusals refusals = context.refusals();
        return rejection.rule() == HttpRule.CONTENT_TOO_LARGE
                ? refusals.tooMuchContent(rejection, request.method(), request.target(), request.headers())
                : refusals.rejection(rejection, request.headers());
    }

    /** Returns the authority of a target in absolute form. */
    static Optional<String> authority(ClientRequest request) {
        return new RequestLine(request.method(), request.target(), HttpVersion.HTTP_1_1).authority();
    }
}
