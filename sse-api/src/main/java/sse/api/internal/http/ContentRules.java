package sse.api.internal.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;

/** What the head of a request must say about its content. */
public final class ContentRules {
    private static final Set<String> METHODS_WITH_CONTENT = Set.of("POST", "QUERY", "PUT", "PATCH");
    private static final String QUERY = "QUERY";

    private ContentRules() {}

    /** Returns the response to a request whose content has another type than the route takes. */
    public static Optional<Response> refusal(RequestOptions rules, String method, Headers headers) {
        List<String> types = rules.contentTypes();
        Optional<String> given = headers.first("Content-Type");
        boolean checked = !types.isEmpty() && (given.isPresent() || METHODS_WITH_CONTENT.contains(method));
        if (!checked || given.map(ContentRules::essence).filter(types::contains).isPresent()) {
            return Optional.empty();
        }
        String accepted = String.join(", ", types);
        // RFC 9110 section 15.5.16 names Accept, RFC 10008 Accept-Query.
        return Optional.of(Response.text("content type must be " + String.join(" or ", types) + "\n")
                .withStatus(415)
                .withHeader(method.equals(QUERY) ? "Accept-Query" : "Accept", accepted));
    }

    /** Returns a response with the media types of QUERY (RFC 10008), if a route takes that method. */
    public static Response withAcceptQuery(Response response, Route route) {
        List<String> types = Stream.concat(route.streams().stream(), route.answers().stream())
                .map(Route.Endpoint::requests)
                .filter(requests -> requests.methods().contains(QUERY))
                .flatMap(requests ->
                        requests.contentTypes().isEmpty() ? Stream.of("*/*") : requests.contentTypes().stream())
                .distinct()
                .toList();
        return types.isEmpty() ? response : response.withHeader("Accept-Query", String.join(", ", types));
    }

    /** Returns a media type without its parameters, in lower case. */
    private static String essence(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
