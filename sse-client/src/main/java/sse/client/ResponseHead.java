package sse.client;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Objects;

/**
 * The status and header fields of a response, and where it came from. Immutable and safe for use by any thread.
 *
 * <p>No method takes or returns null; a null argument causes a {@link NullPointerException} that names the parameter.
 */
public final class ResponseHead {
    private final URI uri;
    private final int status;
    private final HttpHeaders headers;

    private ResponseHead(URI uri, int status, HttpHeaders headers) {
        this.uri = Objects.requireNonNull(uri, "uri");
        this.status = status;
        this.headers = Objects.requireNonNull(headers, "headers");
    }

    /**
     * Creates a head.
     *
     * @param uri the URI of the request, after redirects
     * @param status the status code
     * @param headers the header fields
     * @return the head
     */
    public static ResponseHead of(URI uri, int status, HttpHeaders headers) {
        return new ResponseHead(uri, status, headers);
    }

    /**
     * Returns the URI of the request, after redirects.
     *
     * @return the URI
     */
    public URI uri() {
        return uri;
    }

    /**
     * Returns the status code.
     *
     * @return the code, such as 200
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields.
     *
     * @return the fields
     */
    public HttpHeaders headers() {
        return headers;
    }

    /** Returns the status and the URI. The query, which may hold a secret, is left out. */
    @Override
    public String toString() {
        return "ResponseHead[" + status + " from " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath()
                + "]";
    }
}
