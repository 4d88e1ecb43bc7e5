package sse.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sse.api.internal.http.Origins;

/**
 * The origins whose pages may read the responses (WHATWG Fetch, "CORS protocol"). Immutable and thread-safe.
 *
 * <p>No method takes or returns {@code null}.
 */
public final class Cors {
    private static final String ANY_RULE = ", or * alone and without credentials";

    private final Set<String> origins;
    private final Optional<Predicate<String>> originFilter;
    private final boolean credentials;

    private Cors(Builder from) {
        this.origins = from.origins;
        this.originFilter = from.originFilter;
        this.credentials = from.credentials;
    }

    /**
     * Allows the pages of some origins, without credentials.
     *
     * @param origins the origins, as in {@link Builder#origins}
     * @return the rule
     * @throws IllegalArgumentException if one is not an origin, or there is none
     */
    public static Cors allow(String... origins) {
        Objects.requireNonNull(origins, "origins");
        return builder().origins(origins).build();
    }

    /**
     * Returns a builder without origins.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder with the origins and settings of this rule.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.origins = origins;
        builder.originFilter = originFilter;
        builder.credentials = credentials;
        return builder;
    }

    /**
     * Returns the allowed origins.
     *
     * @return the origins, unmodifiable
     */
    public Set<String> origins() {
        return origins;
    }

    /**
     * Returns the function that allows further origins.
     *
     * @return the function; absent if there is none
     */
    public Optional<Predicate<String>> originFilter() {
        return originFilter;
    }

    /**
     * Returns true if requests may carry cookies.
     *
     * @return true if they may
     */
    public boolean credentials() {
        return credentials;
    }

    /**
     * Returns true if an origin is allowed.
     *
     * @param origin the value of an {@code Origin} header
     * @return true if its pages may read the response
     */
    public boolean allows(String origin) {
        Objects.requireNonNull(origin, "origin");
        return origins.contains("*")
                || origins.contains(origin)
                || originFilter.filter(filter -> filter.test(origin)).isPresent();
    }

    /** Collects the settings of a rule. For use by one thread. */
    public static final class Builder {
        private Set<String> origins = Set.of();
        private Optional<Predicate<String>> originFilter = Optional.empty();
        private boolean credentials;

        private Builder() {}

        /**
         * Sets the allowed origins. Default: none, so they must be set.
         *
         * @param origins the origins as browsers send them, such as {@code https://example.org}: in lower case, and
         *     without the default port of the scheme; or {@code "*"} alone for any origin
         * @return this builder
         */
        public Builder origins(String... origins) {
            Objects.requireNonNull(origins, "origins");
            this.origins = Set.copyOf(List.of(origins));
            return this;
        }

        /**
         * Sets a function that allows origins in addition to those that are listed, such as all subdomains. Default:
         * none.
         *
         * @param filter returns true for an origin whose pages may read the responses; is given the value of the
         *     {@code Origin} field, which is chosen by the client and may be {@code null} as text. It is called one or
         *     more times for each request with that field, by several threads at the same time, and on the event loop:
         *     it must not block. If it throws, the failure is logged and the origin is not allowed
         * @return this builder
         */
        public Builder originFilter(Predicate<String> filter) {
            this.originFilter = Optional.of(Objects.requireNonNull(filter, "filter"));
            return this;
        }

        /**
         * Sets whether requests may carry cookies. Responses then name the origin, never {@code *}. Default: false.
         *
         * @param allowed true if they may
         * @return this builder
         */
        public Builder credentials(boolean allowed) {
            credentials = allowed;
            return this;
        }

        /**
         * Creates the rule.
         *
         * @return a new rule
         * @throws IllegalArgumentException if there is neither an origin nor a function, or one is not an origin as
         *     browsers send it, or {@code *} is not alone or credentials are allowed for it, which would open the
         *     server to every page; the message names the origin and the rule
         */
        public Cors build() {
            if (origins.isEmpty() && originFilter.isEmpty()) {
                throw new IllegalArgumentException("origins must not be empty: []");
            }
            for (String origin : origins) {
                boolean alone = origins.size() == 1 && originFilter.isEmpty();
                boolean any = origin.equals("*") && alone && !credentials;
                if (!any && !origin.equals("null")) {
                    Origins.requireAsSent(origin, ANY_RULE);
                }
            }
            return new Cors(this);
        }
    }
}
