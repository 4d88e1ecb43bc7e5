package sse.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.spi.HttpLimits;
import sse.api.spi.Refusals;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.MessageFraming;
import sse.api.spi.http.RequestLine;

/**
 * Reads one request that a container has accepted, and rejects what the rules of {@link sse.api.spi.http} do not allow,
 * as far as it is still visible. On the container's thread.
 */
final class RequestReader {
    /** Colon, space, CR and LF of a field line. */
    private static final int FIELD_OVERHEAD_BYTES = 4;

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final int LAST_LATIN1 = 0xFF;

    // Immutable after construction.
    private final HttpServletRequest request;
    private final HttpLimits limits;
    private final String target;

    RequestReader(HttpServletRequest request, HttpLimits limits) {
        this.request = request;
        this.limits = limits;
        this.target = MappedTarget.of(request);
    }

    String method() {
        return request.getMethod();
    }

    /** Returns the target relative to the servlet's mapping. */
    String target() {
        return target;
    }

    /** Returns the one field that the response to a rejected request depends on: the others may be malformed. */
    Headers origin() {
        return Optional.ofNullable(request.getHeader("Origin"))
                .filter(HttpSyntax::isFieldValue)
                .map(origin -> Headers.of("Origin", origin))
                .orElse(Headers.empty());
    }

    /**
     * Checks the head and returns its fields.
     *
     * @throws HttpRejection if the request must not reach the core
     */
    Headers readHead() throws HttpRejection {
        @Nullable String query = request.getQueryString();
        String sent = request.getRequestURI() + (query == null ? "" : "?" + query);
        String line = method() + " " + sent + " " + request.getProtocol();
        if (line.length() > limits.requestLineBytes()) {
            throw RequestLine.tooLong(line.substring(0, limits.requestLineBytes()), limits.requestLineBytes());
        }
        RequestLine.of(method(), sent, "HTTP/1.1");
        return readFields();
    }

    private Headers readFields() throws HttpRejection {
        MessageFraming framing = new MessageFraming();
        Headers.Builder headers = Headers.builder();
        int bytes = 0;
        boolean host = false;
        for (String name : list(request.getHeaderNames())) {
            for (String value : list(request.getHeaders(name))) {
                String bytesOfValue = inLatin1(value);
                bytes += name.length() + bytesOfValue.length() + FIELD_OVERHEAD_BYTES;
                if (bytes > limits.headerBytes()) {
                    throw HttpRule.HEADERS_TOO_LARGE.rejection(limits.headerBytes());
                }
                check(name, bytesOfValue);
                framing.add(name, bytesOfValue);
                headers.add(name, bytesOfValue);
                host |= name.equalsIgnoreCase("host");
            }
        }
        if (!host && Container.isHttp2(request.getProtocol())) {
            headers.add("Host", request.getServerName() + ":" + request.getServerPort());
            framing.add("Host", request.getServerName() + ":" + request.getServerPort());
        }
        framing.complete(request.getProtocol().equals("HTTP/1.0") ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
        return headers.build();
    }

    /**
     * Reads the whole content, and blocks until it has arrived.
     *
     * @param refusals knows the limit of the request's route
     * @throws HttpRejection if there is more than the limit, if it is malformed or incomplete, or if a filter has read
     *     it
     */
    byte[] readContent(Headers headers, Refusals refusals) throws HttpRejection {
        long announced = request.getContentLengthLong();
        if (announced == 0 || (announced < 0 && mayNotHaveContent(headers))) {
            return new byte[0];
        }
        int limit = refusals.bodyBytes(method(), target, headers).orElse(limits.bodyBytes());
        if (announced > limit) {
            throw HttpRule.CONTENT_TOO_LARGE.rejection(limit);
        }
        byte[] content = readUpTo(limit);
        if (content.length < announced) {
            throw HttpRule.CONTENT_MALFORMED.rejection();
        }
        return content;
    }

    private byte[] readUpTo(int limit) throws HttpRejection {
        try {
            InputStream in = request.getInputStream();
            byte[] content = in.readNBytes(limit);
            if (content.length < limit || in.read() < 0) {
                return content;
            }
        } catch (IOException | RuntimeException malformed) {
            // Containers throw either for malformed chunks. If the client has disconnected, the answer is lost.
            throw HttpRule.CONTENT_MALFORMED.rejection();
        }
        throw HttpRule.CONTENT_TOO_LARGE.rejection(limit);
    }

    /** Returns true if content would need a length or chunks, and there are neither (RFC 9112 section 6.3). */
    private boolean mayNotHaveContent(Headers headers) {
        return !headers.contains("Transfer-Encoding") && !Container.isHttp2(request.getProtocol());
    }

    /** Returns what the core needs of the request. */
    ReceivedRequest received(Headers headers, byte[] content) {
        return new ReceivedRequest(
                request.getProtocol(), method(), target, headers, remoteAddress(), principal(), content);
    }

    private InetSocketAddress remoteAddress() {
        String address = request.getRemoteAddr();
        int port = Math.max(0, request.getRemotePort());
        try {
            // Filters for proxies may have put another text here, and a name would be looked up.
            return HttpSyntax.isDigit(address.charAt(0)) || address.indexOf(':') >= 0
                    ? new InetSocketAddress(InetAddress.getByName(address), port)
                    : InetSocketAddress.createUnresolved(address, port);
        } catch (IOException | RuntimeException noAddress) {
            return InetSocketAddress.createUnresolved(String.valueOf(address), port);
        }
    }

    private Optional<Principal> principal() {
        return Optional.<Principal>ofNullable(request.getUserPrincipal()).or(this::peer);
    }

    private Optional<Principal> peer() {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0].getSubjectX500Principal())
                : Optional.empty();
    }

    private static List<String> list(@Nullable Enumeration<String> values) {
        return values == null ? List.of() : Collections.list(values);
    }

    /** Returns a field's bytes, one in each character; some containers decode them as UTF-8. */
    private static String inLatin1(String value) {
        return value.chars().allMatch(c -> c <= LAST_LATIN1)
                ? value
                : new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static void check(String name, String value) throws HttpRejection {
        if (!HttpSyntax.isToken(name)) {
            throw HttpRule.FIELD_MALFORMED.rejection();
        }
        if (!HttpSyntax.isFieldValue(value)) {
            throw HttpRule.CONTROL_CHARACTER.rejection();
        }
    }
}
