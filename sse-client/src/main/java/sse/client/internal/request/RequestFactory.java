package sse.client.internal.request;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import sse.client.ConnectAttempt;
import sse.client.ResponseHead;

/** Makes the requests of a source. For use by one thread at a time. Its methods call functions of the program. */
public final class RequestFactory {
    private final RequestPlan plan;
    private final boolean clientOfTheProgram;
    private final Redirects redirects = new Redirects();

    /**
     * Creates a factory.
     *
     * @param clientOfTheProgram true if the program chose the HTTP version with its client
     */
    public RequestFactory(RequestPlan plan, boolean clientOfTheProgram) {
        this.plan = plan;
        this.clientOfTheProgram = clientOfTheProgram;
    }

    /** Returns where an attempt begins, after the permanent redirects seen before. */
    public Target target(ConnectAttempt attempt) {
        URI uri = Objects.requireNonNull(plan.uri().apply(attempt), "uri function returned null");
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException("uri must have a scheme and a host: " + uri);
        }
        return new Target(redirects.resolve(uri), plan.method(), plan.body() != null, Origin.of(uri));
    }

    /** Returns where a response redirects to; empty if it is not followed. */
    public Optional<Target> redirect(Target from, ResponseHead head) {
        return redirects.follow(from, head);
    }

    /** Makes the request of an attempt. */
    public HttpRequest request(ConnectAttempt attempt, Target target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.uri());
        if (!clientOfTheProgram && target.uri().getScheme().equalsIgnoreCase("http")) {
            // HTTP/2 would begin with an upgrade, which streams have no use for and some servers stumble over.
            request.version(HttpClient.Version.HTTP_1_1);
        }
        addFields(request, attempt, target);
        if (target.withBody() && plan.body() != null) {
            BodyPublisher content = Objects.requireNonNull(plan.body().apply(attempt), "body function returned null");
            request.method(target.method(), content);
        } else if (target.method().equals("GET")) {
            request.GET();
        } else {
            request.method(target.method(), BodyPublishers.ofString(""));
        }
        return request.build();
    }

    private void addFields(HttpRequest.Builder request, ConnectAttempt attempt, Target target) {
        request.setHeader("Accept", "text/event-stream");
        request.setHeader("Cache-Control", "no-cache");
        if (plan.gzip()) {
            request.setHeader("Accept-Encoding", "gzip");
        }
        addLastEventId(request, attempt.lastEventId());
        Set<String> set = new HashSet<>();
        for (HeaderField field : plan.fields()) {
            if (field.isPrivate() && !target.isHome()) {
                continue;
            }
            String value = Objects.requireNonNull(
                    field.value().apply(attempt), () -> "function of header " + field.name() + " returned null");
            if (set.add(field.name().toLowerCase(Locale.ROOT))) {
                request.setHeader(field.name(), value);
            } else {
                request.header(field.name(), value);
            }
        }
    }

    /** An id with a control character cannot be sent in a field; the stream is opened without it. */
    private static void addLastEventId(HttpRequest.Builder request, String id) {
        if (id.isEmpty() || id.chars().anyMatch(Character::isISOControl)) {
            return;
        }
        // WHATWG HTML, section 9.2.3: UTF-8.
        request.setHeader(
                "Last-Event-ID", new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
}
