package sse.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sse.client.internal.request.HeaderField;
import sse.client.internal.request.RequestPlan;

/**
 * The settings of a source that concern its requests. For use by one thread. Each setting has a default.
 *
 * @param <B> the type of the builder
 */
abstract sealed class RequestSettings<B extends RequestSettings<B>> permits ReconnectSettings {
    private Function<ConnectAttempt, URI> uri;
    private String method = "GET";
    private @Nullable Function<ConnectAttempt, BodyPublisher> body;
    private final List<HeaderField> fields = new ArrayList<>();
    private boolean gzip;
    private boolean repeatable;
    private Optional<HttpClient> client = Optional.empty();

    RequestSettings(URI uri) {
        HttpRequest.newBuilder(uri);
        this.uri = attempt -> uri;
    }

    abstract B self();

    final RequestPlan plan() {
        return new RequestPlan(uri, method, body, List.copyOf(fields), gzip, repeatable);
    }

    final Optional<HttpClient> client() {
        return client;
    }

    /**
     * Computes the URI at each attempt, for servers that expect the position in the query. Private header fields are
     * sent to the origin of the URI that the function returns. A permanent redirect of a URI is remembered.
     *
     * @param uri returns an absolute URI of scheme {@code http} or {@code https}; called on the executor. If it throws,
     *     the attempt fails with {@link DisconnectReason#NOT_REQUESTED}
     * @return this builder
     */
    public B uri(Function<ConnectAttempt, URI> uri) {
        this.uri = Objects.requireNonNull(uri, "uri");
        return self();
    }

    /**
     * Sets the method; default {@code GET}. A request whose method is not safe (GET, HEAD, OPTIONS, QUERY) is sent
     * once: it is repeated only if no connection was made, unless {@link #repeatable} allows more.
     *
     * @param method the method
     * @return this builder
     * @throws IllegalArgumentException if it is not a token
     */
    public B method(String method) {
        HttpRequest.newBuilder().method(Objects.requireNonNull(method, "method"), BodyPublishers.ofString(""));
        this.method = method;
        return self();
    }

    /**
     * Sets the content, in UTF-8. A {@code Content-Type} is set by {@link #header(String, String)}.
     *
     * @param body the content
     * @return this builder
     */
    public B body(String body) {
        Objects.requireNonNull(body, "body");
        return body(attempt -> BodyPublishers.ofString(body));
    }

    /**
     * Makes the content of each request, also after a redirect that keeps the method.
     *
     * @param body returns a new publisher; called on the executor. If it throws, the attempt fails with
     *     {@link DisconnectReason#NOT_REQUESTED}
     * @return this builder
     */
    public B body(Function<ConnectAttempt, BodyPublisher> body) {
        this.body = Objects.requireNonNull(body, "body");
        return self();
    }

    /**
     * Adds a header field. A field that the source sets itself ({@code Accept}, {@code Cache-Control},
     * {@code Accept-Encoding}, {@code Last-Event-ID}) is replaced by the first of its name.
     *
     * <p>After a redirect to another origin, only {@code Accept}, {@code Accept-Encoding}, {@code Accept-Language},
     * {@code Cache-Control}, {@code Content-Type} and {@code User-Agent} of these fields are sent; any other may hold
     * credentials.
     *
     * @param name the name
     * @param value the value
     * @return this builder
     * @throws IllegalArgumentException if {@link HttpRequest.Builder#header} rejects the field
     */
    public B header(String name, String value) {
        requireField(name, Objects.requireNonNull(value, "value"));
        fields.add(new HeaderField(name, attempt -> value, false));
        return self();
    }

    /**
     * Adds a header field whose value is computed for each request, such as a token that expires.
     *
     * @param name the name
     * @param value returns the value; called as {@link #header(String, Function)} says
     * @return this builder
     * @throws IllegalArgumentException if {@link HttpRequest.Builder#header} rejects the name
     */
    public B header(String name, Supplier<String> value) {
        Objects.requireNonNull(value, "value");
        return header(name, attempt -> value.get());
    }

    /**
     * Adds a header field whose value is computed for each request. If the response is 401 or 403, the source asks once
     * more, at once; {@link ConnectAttempt#wasUnauthorized()} is true then.
     *
     * @param name the name
     * @param value returns the value; called on the executor, where it may block. If it throws, the attempt fails with
     *     {@link DisconnectReason#NOT_REQUESTED}: it is repeated, unless the exception is an
     *     {@link IllegalArgumentException} or {@link NullPointerException}
     * @return this builder
     * @throws IllegalArgumentException if {@link HttpRequest.Builder#header} rejects the name
     */
    public B header(String name, Function<ConnectAttempt, String> value) {
        requireField(name, "");
        fields.add(new HeaderField(name, Objects.requireNonNull(value, "value"), true));
        return self();
    }

    /**
     * Sets whether gzip is asked for; default false. Compressed events are delivered as soon as the server has flushed
     * them. A response that is compressed is decompressed in either case.
     *
     * @param gzip true to send {@code Accept-Encoding: gzip}
     * @return this builder
     */
    public B gzip(boolean gzip) {
        this.gzip = gzip;
        return self();
    }

    /**
     * Sets whether the request may be repeated although its method is not safe; default false. Then a source that is
     * opened by POST reconnects as one that is opened by GET.
     *
     * @param repeatable true if the server can receive the request more than once
     * @return this builder
     */
    public B repeatable(boolean repeatable) {
        this.repeatable = repeatable;
        return self();
    }

    /**
     * Sets the HTTP client: its proxy, TLS, authenticator, cookies, versions of HTTP and connect timeout apply. The
     * default is a client that the sources of the process share. Never closed by the source.
     *
     * @param client the client
     * @return this builder
     * @throws IllegalArgumentException if it follows redirects, because the source does that, and a client sends
     *     credentials along
     */
    public B client(HttpClient client) {
        if (Objects.requireNonNull(client, "client").followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "client must not follow redirects, the source does: " + client.followRedirects());
        }
        this.client = Optional.of(client);
        return self();
    }

    private static void requireField(String name, String value) {
        HttpRequest.newBuilder().header(Objects.requireNonNull(name, "name"), value);
    }
}
