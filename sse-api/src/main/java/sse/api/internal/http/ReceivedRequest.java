package sse.api.internal.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.StreamRequest;
import sse.api.spi.Exchange;

/** A request as it came through an exchange, with what its route's variables stand for. Immutable. */
public final class ReceivedRequest implements StreamRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Headers headers;
    private final InetSocketAddress remoteAddress;
    private final byte[] body;
    private final Routes.Match match;
    private final @Nullable String lastEventId;

    /**
     * Reads a request.
     *
     * @param exchange where it came from
     * @param target its target, taken apart
     * @param match the route it goes to
     */
    public ReceivedRequest(Exchange exchange, RequestTarget target, Routes.Match match) {
        this.method = exchange.method();
        this.path = target.path();
        this.query = target.query();
        this.headers = exchange.headers();
        this.remoteAddress = exchange.remoteAddress();
        this.body = exchange.body();
        this.match = match;
        this.lastEventId = headers.first("Last-Event-ID")
                .map(value -> new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .or(() -> match.route().stream()
                        .flatMap(stream -> stream.options().lastEventIdParameter())
                        .flatMap(this::queryParameter))
                .filter(id -> !id.isEmpty())
                .orElse(null);
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
        int index = match.route().variables().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("path has no variable {" + name + "}; it has "
                    + match.route().variables());
        }
        return match.values().get(index);
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public List<String> queryParameters(String name) {
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
    public byte[] body() {
        return body.clone();
    }

    @Override
    public Optional<String> lastEventId() {
        return Optional.ofNullable(lastEventId);
    }

    /** Returns method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
