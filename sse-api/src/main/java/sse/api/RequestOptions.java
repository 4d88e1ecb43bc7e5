package sse.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import sse.api.internal.http.Origins;
import sse.api.internal.http.StreamMethods;
import sse.api.spi.http.Quote;

/**
 * Which requests a route takes: their methods, their origins, and the size and type of their content. Requests that it
 * does not take are refused before any user code runs, with 403, 405, 413 or 415.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class RequestOptions {
    /** The largest limit that a route can set on the content of requests, 64 MiB. */
    public static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private static final RequestOptions DEFAULTS = builder().build();

    private final Set<String> methods;
    private final OptionalInt bodyBytes;
    private final List<String> contentTypes;
    private final Set<String> allowedOrigins;
    private final boolean interruptResponder;

    private RequestOptions(Builder from) {
        this.methods = from.methods;
        this.bodyBytes = from.bodyBytes;
        this.contentTypes = from.contentTypes;
        this.allowedOrigins = from.allowedOrigins;
        this.interruptResponder = from.interruptResponder;
    }

    /**
     * Returns the defaults.
     *
     * @return the options of routes that are given none
     */
    public static RequestOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns options that name the methods, with defaults for everything else.
     *
     * @param methods the methods, as in {@link Builder#methods}
     * @return the options
     * @throws IllegalArgumentException as {@link Builder#methods} throws it
     */
    public static RequestOptions methods(String... methods) {
        return builder().methods(methods).build();
    }

    /**
     * Creates a builder that has the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates a builder that has these options.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.methods = methods;
        builder.bodyBytes = bodyBytes;
        builder.contentTypes = contentTypes;
        builder.allowedOrigins = allowedOrigins;
        builder.interruptResponder = interruptResponder;
        return builder;
    }

    /** {@return the methods, in the order in which they were named; empty if the default applies} */
    public Set<String> methods() {
        return methods;
    }

    /** {@return the most content that a request may have, in bytes; absent if the service's limit applies} */
    public OptionalInt bodyBytes() {
        return bodyBytes;
    }

    /** {@return the media types that content may have, in lower case; empty if it may have any} */
    public List<String> contentTypes() {
        return contentTypes;
    }

    /** {@return the origins whose pages may send requests; empty if those of all origins may} */
    public Set<String> allowedOrigins() {
        return allowedOrigins;
    }

    /** {@return true if a responder is interrupted when its client disconnects} */
    public boolean interruptResponder() {
        return interruptResponder;
    }

    /** Returns the options. */
    @Override
    public String toString() {
        return "RequestOptions[methods=" + methods + ", bodyBytes=" + bodyBytes + ", contentTypes=" + contentTypes
                + ", allowedOrigins=" + allowedOrigins + ", interruptResponder=" + interruptResponder + "]";
    }

    /** Builds {@link RequestOptions}. Each setter checks its value. For use by one thread at a time. */
    public static final class Builder {
        private static final Pattern MEDIA_TYPE =
                Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+");

        private Set<String> methods = Set.of();
        private OptionalInt bodyBytes = OptionalInt.empty();
        private List<String> contentTypes = List.of();
        private Set<String> allowedOrigins = Set.of();
        private boolean interruptResponder;

        private Builder() {}

        /**
         * Sets the methods. Default: GET for a stream, every method for a responder. A route that takes GET takes HEAD,
         * too.
         *
         * @param methods one or more of GET, POST, QUERY (RFC 10008), PUT, PATCH and DELETE; replace those set before
         * @return this builder
         * @throws IllegalArgumentException if there is none, or another one
         */
        public Builder methods(String... methods) {
            Set<String> named = new LinkedHashSet<>();
            for (String method : Objects.requireNonNull(methods, "methods")) {
                if (!StreamMethods.NAMES.contains(Objects.requireNonNull(method, "method"))) {
                    throw new IllegalArgumentException(
                            "method must be one of " + StreamMethods.NAMES + ": " + Quote.of(method));
                }
                named.add(method);
            }
            if (named.isEmpty()) {
                throw new IllegalArgumentException("methods must not be empty: []");
            }
            this.methods = Collections.unmodifiableSet(named);
            return this;
        }

        /**
         * Sets the most content that a request may have; default {@link sse.api.spi.HttpLimits#bodyBytes()} of the
         * service, 64 KiB. A request with more is answered with 413: at once if its head announces more, and otherwise
         * as soon as it exceeds the limit. All of it must arrive within
         * {@link sse.api.spi.HttpLimits#requestTimeout()}.
         *
         * @param bytes the number of bytes, 0 to {@link #MAX_BODY_BYTES}; more or less than the service's limit
         * @return this builder
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder bodyBytes(int bytes) {
            if (bytes < 0 || bytes > MAX_BODY_BYTES) {
                throw new IllegalArgumentException(
                        "content limit must be from 0 to " + MAX_BODY_BYTES + " bytes: " + bytes);
            }
            this.bodyBytes = OptionalInt.of(bytes);
            return this;
        }

        /**
         * Sets the media types that content may have; default any. Requests with another {@code Content-Type}, and
         * requests by POST, QUERY, PUT or PATCH without that field, are answered with 415. Parameters, such as a
         * charset, are not compared.
         *
         * @param types the types, such as {@code application/json}; replace those set before
         * @return this builder
         * @throws IllegalArgumentException if one is not a type and a subtype without parameters, or there is none
         */
        public Builder contentTypes(String... types) {
            List<String> named = new ArrayList<>();
            for (String type : Objects.requireNonNull(types, "types")) {
                if (!MEDIA_TYPE.matcher(Objects.requireNonNull(type, "type")).matches() || type.contains("*")) {
                    throw new IllegalArgumentException(
                            "content type must be type/subtype without parameters or wildcards: " + Quote.of(type));
                }
                named.add(type.toLowerCase(Locale.ROOT));
            }
            if (named.isEmpty()) {
                throw new IllegalArgumentException("content types must not be empty: []");
            }
            this.contentTypes = List.copyOf(named);
            return this;
        }

        /**
         * Sets the origins whose pages may send requests; default all. A request with another {@code Origin}, and a
         * preflight for one, is answered with 403 before its content is read and before any user code runs. Requests
         * without that field, which programs other than browsers send, are not refused.
         *
         * <p>This is apart from {@link Cors}, which only decides whose pages may read responses. It stops a page of any
         * site that reaches this server through a name of its own that resolves to it (DNS rebinding): that page is
         * same-origin for the browser, and its {@code Origin} gives it away. So the server's own origin must be listed,
         * too: browsers send it with every request but GET and HEAD. Those carry an {@code Origin} only if they go to
         * another origin. The Model Context Protocol requires this check of servers.
         *
         * @param origins one or more origins as browsers send them, such as {@code https://example.org}: in lower case,
         *     and without the default port of the scheme; {@code null} as text is the origin of every sandboxed page;
         *     replace those set before
         * @return this builder
         * @throws IllegalArgumentException if one is not an origin as browsers send it, or there is none
         */
        public Builder allowedOrigins(String... origins) {
            Set<String> named = new LinkedHashSet<>();
            for (String origin : Objects.requireNonNull(origins, "origins")) {
                if (!Objects.requireNonNull(origin, "origin").equals("null")) {
                    Origins.requireAsSent(origin, "");
                }
                named.add(origin);
            }
            if (named.isEmpty()) {
                throw new IllegalArgumentException("origins must not be empty: []");
            }
            this.allowedOrigins = Collections.unmodifiableSet(named);
            return this;
        }

        /**
         * Sets whether the thread of the responder is interrupted if the client disconnects before the responder has
         * returned; default false. The interrupt comes at once where the transport notices the end of a client, and
         * never on {@code sse-jdkhttp}, which does not before the answer. A client that ends only its output counts as
         * disconnected. No interrupt comes after the responder has returned, and none remains set on its thread. For
         * the handlers of streams see {@link StreamOptions.Builder#interruptHandler}.
         *
         * @param interrupts true if it is interrupted
         * @return this builder
         */
        public Builder interruptResponder(boolean interrupts) {
            this.interruptResponder = interrupts;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         */
        public RequestOptions build() {
            return new RequestOptions(this);
        }
    }
}
