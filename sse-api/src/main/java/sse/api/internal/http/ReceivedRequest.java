package sse.api.internal.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.spi.Exchange;

/**
 * A request received through an exchange, with the values of its route's variables. Immutable but for its content,
 * which is released when the handler of its stream has returned. A stream keeps the request for its whole lifetime, so
 * texts that its route has are shared, and values that only opening needs are read from the fields each time.
 */
public final class ReceivedRequest implements StreamRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Headers headers;
    private final InetSocketAddress remoteAddress;
    private final Optional<Principal> principal;
    private final Optional<SSLSession> tlsSession;
    private final Routes.Match match;
    private final @Nullable StreamOptions options;
    private final @Nullable String foundId;

    // Set to null by the thread of the handler, read by any thread.
    private volatile byte @Nullable [] body;

    /**
     * Reads a request.
     *
     * @param exchange the exchange that it was received through
     * @param target its parsed target
     * @param match its route
     * @param options the options of the stream that it opens; empty if it is not known yet that it opens one
     */
    public ReceivedRequest(
            Exchange exchange, RequestTarget target, Routes.Match match, Optional<StreamOptions> options) {
        this.method = exchange.method();
        this.match = match;
        this.path = shared(target.path(), match.route().template());
        this.query = target.query();
        this.headers = exchange.headers();
        this.remoteAddress = exchange.remoteAddress();
        this.body = exchange.body();
        this.principal = exchange.principal();
        this.tlsSession = exchange.tlsSession();
        this.options = options.orElse(null);
        this.foundId = null;
    }

    private ReceivedRequest(ReceivedRequest from, @Nullable StreamOptions options, @Nullable String foundId) {
        this.method = from.method;
        this.match = from.match;
        this.path = from.path;
        this.query = from.query;
        this.headers = from.headers;
        this.remoteAddress = from.remoteAddress;
        this.body = from.body;
        this.principal = from.principal;
        this.tlsSession = from.tlsSession;
        this.options = options;
        this.foundId = foundId;
    }

    /** Returns this request as that of a stream with some options. */
    public ReceivedRequest opening(StreamOptions opened) {
        return new ReceivedRequest(this, opened, null);
    }

    /** Returns this request with an id to resume from that the user's function has found. */
    public ReceivedRequest resumingFrom(String id) {
        return new ReceivedRequest(this, options, id);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String pathParameter(String name) {
        Objects.requireNonNull(name, "name");
        List<String> names = match.route().variables();
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("path has no variable {" + name + "}; it has " + names);
        }
        return match.values().get(index);
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public List<String> queryParameters(String name) {
        Objects.requireNonNull(name, "name");
        List<String> values = new ArrayList<>(1);
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            if (!part.isEmpty() && Percent.form(key).equals(name)) {
                values.add(equals < 0 ? "" : Percent.form(part.substring(equals + 1)));
            }
        }
        return List.copyOf(values);
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Optional<Principal> principal() {
        return principal;
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return tlsSession;
    }

    @Override
    public byte[] body() {
        byte[] content = body;
        if (content == null) {
            throw new IllegalStateException(
                    "content of a request must be read before the handler of its stream returns: " + this);
        }
        return content.clone();
    }

    /** Releases the content, if there is any: {@link #body()} throws from now on. */
    public void releaseContent() {
        byte[] content = body;
        if (content != null && content.length > 0) {
            body = null;
        }
    }

    @Override
    public Optional<String> lastEventId() {
        return headers.first("Last-Event-ID")
                .map(value -> new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .or(() -> Optional.ofNullable(options)
                        .flatMap(StreamOptions::lastEventIdParameter)
                        .flatMap(this::queryParameter))
                .filter(id -> !id.isEmpty())
                .or(() -> Optional.ofNullable(foundId).filter(id -> !id.isEmpty()));
    }

    private static String shared(String text, String known) {
        return text.equals(known) ? known : text;
    }

    /** Returns method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
