package sse.api.internal.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import sse.api.Cors;
import sse.api.Event;
import sse.api.ServerObserver;
import sse.api.Ticker;
import sse.api.internal.http.Routes;
import sse.api.spi.HttpLimits;

/** The settings of a service, checked by its builder. Immutable: no route is added to these routes. */
public record ServiceConfig(
        Routes routes,
        HttpLimits limits,
        Optional<Executor> executor,
        Ticker ticker,
        Optional<Cors> cors,
        int maxStreams,
        int maxStreamsPerAddress,
        int maxRevalidations,
        int maxCompressors,
        Duration closeTimeout,
        Optional<Event> closingEvent,
        Optional<ReconnectDelay> reconnectDelay,
        Optional<ServerObserver> observer) {}
