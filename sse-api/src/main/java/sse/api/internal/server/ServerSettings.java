package sse.api.internal.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import sse.api.Cors;
import sse.api.Event;
import sse.api.ServerObserver;
import sse.api.Ticker;
import sse.api.internal.http.Routes;
import sse.api.spi.HttpLimits;

/** What a server was built with; checked by the builder. The routes are the server's own: nobody adds to them. */
public record ServerSettings(
        Routes routes,
        InetSocketAddress address,
        HttpLimits limits,
        Optional<Executor> executor,
        Ticker ticker,
        Optional<Cors> cors,
        int maxStreams,
        int maxStreamsPerAddress,
        Duration closeTimeout,
        Optional<Event> closingEvent,
        Optional<Reconnect> reconnect,
        Optional<ServerObserver> observer) {
    /** Bounds of the random reconnection time that clients are told. */
    public record Reconnect(Duration shortest, Duration longest) {}
}
