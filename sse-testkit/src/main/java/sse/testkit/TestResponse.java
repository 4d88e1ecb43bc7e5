package sse.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import sse.api.Headers;

/** A complete response that is not a stream. Immutable. */
public final class TestResponse {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    TestResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = body;
    }

    /**
     * Returns the status.
     *
     * @return the status
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields, including those that the transport has added.
     *
     * @return the fields
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the value of a header field.
     *
     * @param name the field's name, in any case
     * @return its first value, or the empty string if there is no such field
     */
    public String header(String name) {
        return headers.first(name).orElse("");
    }

    /**
     * Returns the content, decoded from its transfer coding.
     *
     * @return a copy of the content
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the content as text.
     *
     * @return the content, decoded as UTF-8
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns a description for a failed test. */
    @Override
    public String toString() {
        return "TestResponse[" + status + ", " + body.length + " bytes]\n" + headers + "\n" + text();
    }
}
