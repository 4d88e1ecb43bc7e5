package sse.nio;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How an {@link NioTransport} speaks TLS: with which context, and within which limits. Thread-safe.
 *
 * <p>The context holds keys and certificates. It can be replaced while servers run, for certificates that are renewed:
 * {@link #setContext} takes effect on handshakes that begin afterwards, on each server whose transport has these
 * settings. Connections that are open keep their keys.
 *
 * <p>Unless the {@linkplain Builder#parameters parameters} say otherwise, TLS 1.3 and 1.2 are offered, as far as the
 * context and the JDK's security properties enable them, with the cipher suites of the context in the server's order,
 * and no certificate is asked for. Sessions are resumed as the context does it, by default with tickets in TLS 1.3. The
 * key manager of the context chooses the certificate, also by the name that the client asks for: the JDK's {@code PKIX}
 * key manager does so, {@code SunX509} does not. Renegotiation (TLS 1.2) closes the connection.
 *
 * <p>What a handshake computes, the key manager and the trust manager included, runs on daemon threads of the server,
 * named {@code sse-nio-tls-0} and so on, of which there are at most as many as processors. A key manager that blocks
 * delays other handshakes, but nothing else.
 *
 * <p>A null argument causes a {@link NullPointerException}.
 */
public final class TlsSettings {
    private static final String HTTP_1_1 = "http/1.1";
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    // Immutable after construction.
    private final SSLParameters parameters;
    private final Duration handshakeTimeout;
    private final int maxHandshakes;

    // Written by any thread, read by the loops.
    private volatile SSLContext context;

    private TlsSettings(Builder builder, SSLParameters parameters) {
        this.context = builder.context;
        this.parameters = parameters;
        this.handshakeTimeout = builder.handshakeTimeout;
        this.maxHandshakes = builder.maxHandshakes;
    }

    /**
     * Creates settings with defaults.
     *
     * @param context the context with the server's keys and certificates, initialized
     * @return the settings
     * @throws IllegalStateException if the context is not initialized
     */
    public static TlsSettings of(SSLContext context) {
        return builder(context).build();
    }

    /**
     * Creates a builder.
     *
     * @param context the context with the server's keys and certificates, initialized
     * @return the builder
     */
    public static Builder builder(SSLContext context) {
        return new Builder(context);
    }

    /**
     * Replaces the context. Connections that are open, and handshakes that have begun, keep the previous one; sessions
     * of the previous one are not resumed.
     *
     * @param context the new context, initialized
     * @throws IllegalStateException if the context is not initialized
     * @throws IllegalArgumentException if it does not support the parameters; the previous one stays
     */
    public void setContext(SSLContext context) {
        newEngine(Objects.requireNonNull(context, "context"));
        this.context = context;
    }

    /** Creates the engine of a connection. */
    SSLEngine newEngine() {
        return newEngine(context);
    }

    Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    int maxHandshakes() {
        return maxHandshakes;
    }

    private SSLEngine newEngine(SSLContext from) {
        SSLEngine engine = from.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Configures {@link TlsSettings}. Not thread-safe. */
    public static final class Builder {
        private static final Duration SHORTEST_HANDSHAKE = Duration.ofMillis(10);
        private static final Duration LONGEST_HANDSHAKE = Duration.ofHours(1);

        private final SSLContext context;
        private Optional<SSLParameters> given = Optional.empty();
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private int maxHandshakes = 1000;

        private Builder(SSLContext context) {
            this.context = Objects.requireNonNull(context, "context");
        }

        /**
         * Sets the parameters of each connection: protocols, cipher suites, whether clients are asked for a certificate
         * ({@link SSLParameters#setWantClientAuth}) or must have one ({@link SSLParameters#setNeedClientAuth}), names
         * that are accepted. Protocols and cipher suites that are null there are those of the context. Application
         * protocols, if there are any, must be {@code http/1.1}, which is the default.
         *
         * @param parameters the parameters, of which a copy is made when the settings are built
         * @return this builder
         */
        public Builder parameters(SSLParameters parameters) {
            given = Optional.of(parameters);
            return this;
        }

        /**
         * Sets how long a handshake may take, from when the connection has been accepted. A connection on which it
         * takes longer is closed. Default: 10 s.
         *
         * @param timeout the longest time, from 10 ms to 1 h; noticed up to half a second later
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder handshakeTimeout(Duration timeout) {
            if (timeout.compareTo(SHORTEST_HANDSHAKE) < 0 || timeout.compareTo(LONGEST_HANDSHAKE) > 0) {
                throw new IllegalArgumentException("handshake timeout must be from 10 ms to 1 h: " + timeout);
            }
            handshakeTimeout = timeout;
            return this;
        }

        /**
         * Sets how many handshakes may be under way on each event loop. For one more, the connection whose handshake
         * began first is closed. A connection counts from its first bytes. Default: 1,000.
         *
         * @param count the largest number, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxHandshakes(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("handshakes must be at least 1: " + count);
            }
            maxHandshakes = count;
            return this;
        }

        /**
         * Builds the settings.
         *
         * @return the settings
         * @throws IllegalStateException if the context is not initialized
         * @throws IllegalArgumentException if the context does not support the parameters, or these have application
         *     protocols other than {@code http/1.1}
         */
        public TlsSettings build() {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            given.ifPresent(engine::setSSLParameters);
            // A copy, with what a later JDK may have added.
            SSLParameters parameters = engine.getSSLParameters();
            String[] protocols = parameters.getApplicationProtocols();
            if (!List.of(HTTP_1_1).containsAll(Arrays.asList(protocols))) {
                throw new IllegalArgumentException(
                        "application protocols must be http/1.1: " + Arrays.toString(protocols));
            }
            parameters.setApplicationProtocols(new String[] {HTTP_1_1});
            if (given.isEmpty()) {
                parameters.setUseCipherSuitesOrder(true);
                parameters.setProtocols(Arrays.stream(parameters.getProtocols())
                        .filter(PROTOCOLS::contains)
                        .toArray(String[]::new));
            }
            return new TlsSettings(this, parameters);
        }
    }
}
