package sse.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A small, complete response: status, header fields and content held in memory. Immutable.
 *
 * <p>The transport adds {@code Date}, {@code Content-Length} and {@code Connection}; those set here are left out.
 */
public final class Response implements Reply {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    private Response(int status, Headers headers, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be between 200 and 599: " + status);
        }
        if (body.length > 0 && (status == 204 || status == 205 || status == 304)) {
            throw new IllegalArgumentException("status " + status + " must have no content: " + body.length + " bytes");
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Makes a response without content.
     *
     * @param status the status, 200 to 599
     * @return the response
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Response of(int status) {
        return new Response(status, Headers.empty(), new byte[0]);
    }

    /**
     * Makes a response with status 200 and plain text in UTF-8.
     *
     * @param text the content
     * @return the response
     */
    public static Response text(String text) {
        Objects.requireNonNull(text, "text");
        return of("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a response with status 200 and a page in UTF-8.
     *
     * @param html the content
     * @return the response
     */
    public static Response html(String html) {
        Objects.requireNonNull(html, "html");
        return of("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a response with status 200 and JSON.
     *
     * @param json the content, already JSON
     * @return the response
     */
    public static Response json(String json) {
        Objects.requireNonNull(json, "json");
        return of("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a response with status 200 and any content.
     *
     * @param contentType the media type, for {@code Content-Type}
     * @param body the content; copied
     * @return the response
     */
    public static Response of(String contentType, byte[] body) {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        return new Response(200, Headers.of("Content-Type", contentType), body.clone());
    }

    /**
     * Returns this response with another status.
     *
     * @param status the status, 200 to 599
     * @return the new response
     * @throws IllegalArgumentException if the status is out of range, or allows no content and there is some
     */
    public Response withStatus(int status) {
        return new Response(status, headers, body);
    }

    /**
     * Returns this response with a header field in place of all fields of that name. {@code Content-Type} is set that
     * way, too.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the new response
     * @throws IllegalArgumentException as {@link Headers.Builder#add} throws it
     */
    public Response withHeader(String name, String value) {
        return new Response(status, headers.toBuilder().set(name, value).build(), body);
    }

    /**
     * Returns this response with one more header field, after those of the same name. For fields that may be repeated,
     * such as {@code Set-Cookie}.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the new response
     * @throws IllegalArgumentException as {@link Headers.Builder#add} throws it
     */
    public Response withAddedHeader(String name, String value) {
        return new Response(status, headers.toBuilder().add(name, value).build(), body);
    }

    /**
     * Returns this response with header fields in place of all fields of their names.
     *
     * @param more the fields to set
     * @return the new response
     */
    public Response withHeaders(Headers more) {
        Objects.requireNonNull(more, "more");
        return new Response(status, headers.toBuilder().setAll(more).build(), body);
    }

    /**
     * Returns this response with more header fields, after those of the same names.
     *
     * @param more the fields to add
     * @return the new response
     */
    public Response withAddedHeaders(Headers more) {
        Objects.requireNonNull(more, "more");
        return new Response(status, headers.toBuilder().addAll(more).build(), body);
    }

    /**
     * Returns the status.
     *
     * @return 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields, without those the transport adds.
     *
     * @return the fields
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the content.
     *
     * @return a copy of the content
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the content without copying it, for transports: however many clients one response is sent to, its content
     * is in memory once.
     *
     * @return a new read-only buffer of the content
     */
    public ByteBuffer content() {
        return ByteBuffer.wrap(body).asReadOnlyBuffer();
    }

    /** Returns the status and the size of the content. */
    @Override
    public String toString() {
        return "Response[" + status + ", " + body.length + " bytes]";
    }
}
