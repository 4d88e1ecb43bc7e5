package sse.client.internal.connection;

import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import sse.api.Ticker;
import sse.client.ReconnectPolicy;
import sse.client.SourceObserver;
import sse.client.internal.request.RequestPlan;
import sse.client.internal.retry.RetrySettings;

/**
 * What a source is built from. Immutable.
 *
 * @param clientOfTheProgram true if the client is not one of {@link HttpClients}
 * @param lastEventId the initial last event ID, empty if there is none
 */
public record SourceConfig(
        RequestPlan request,
        HttpClient client,
        boolean clientOfTheProgram,
        Timeouts timeouts,
        DecoderSettings decoder,
        RetrySettings retry,
        ReconnectPolicy policy,
        SourceObserver observer,
        Executor executor,
        Ticker ticker,
        RandomGenerator random,
        String lastEventId) {}
