package sse.api.internal.http;

import java.util.Optional;
import sse.api.Cors;
import sse.api.Headers;
import sse.api.Response;

/** The server's part of the CORS protocol (WHATWG Fetch): response fields and preflights. Immutable. */
public final class CorsProtocol {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final String PREFLIGHT_SECONDS = "600";

    private final Optional<Cors> cors;

    /**
     * Creates it.
     *
     * @param cors the allowed origins, or empty if pages of other origins may not read responses
     */
    public CorsProtocol(Optional<Cors> cors) {
        this.cors = cors;
    }

    /** Returns true if the fields depend on the origin of the request. */
    public boolean variesByOrigin() {
        return cors.isPresent() && !allowsAny(cors.get());
    }

    /** Returns the fields that every response to a request carries. */
    public Headers fieldsFor(Headers request) {
        if (cors.isEmpty()) {
            return Headers.empty();
        }
        boolean any = allowsAny(cors.get());
        Headers.Builder fields = Headers.builder();
        if (!any) {
            fields.add("Vary", "Origin");
        }
        request.first("Origin").filter(this::allows).ifPresent(origin -> {
            fields.add("Access-Control-Allow-Origin", any ? "*" : origin);
            if (cors.get().credentials()) {
                fields.add("Access-Control-Allow-Credentials", "true");
            }
        });
        return fields.build();
    }

    /** Returns the fields of the response to a rejected request whose fields may not have been read. */
    public Headers fieldsForRejection(Headers request) {
        return cors.filter(CorsProtocol::allowsAny).isPresent()
                ? Headers.of("Access-Control-Allow-Origin", "*")
                : fieldsFor(request);
    }

    /**
     * Returns the response to a preflight, without the fields of {@link #fieldsFor}. Empty if the request is not a
     * preflight, or its origin is not allowed.
     */
    public Optional<Response> preflight(String method, Headers request, String allowedMethods) {
        boolean asked = method.equals("OPTIONS")
                && request.contains("Access-Control-Request-Method")
                && cors.isPresent()
                && request.first("Origin").filter(this::allows).isPresent();
        if (!asked) {
            return Optional.empty();
        }
        Response answer = Response.of(204)
                .withHeader("Access-Control-Allow-Methods", allowedMethods)
                .withHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        return Optional.of(request.first("Access-Control-Request-Headers")
                .map(names -> answer.withHeader("Access-Control-Allow-Headers", names))
                .orElse(answer));
    }

    private boolean allows(String origin) {
        try {
            return cors.filter(rule -> rule.allows(origin)).isPresent();
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "origin filter threw", failure);
            return false;
        }
    }

    private static boolean allowsAny(Cors cors) {
        return cors.origins().contains("*");
    }
}
