package sse.testkit.internal.contract;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import sse.api.spi.Transport;
import sse.testkit.TransportAbility;

/**
 * What the contract tests.
 *
 * @param transport the transport
 * @param abilities what it can do
 * @param executor the executor its servers get, or empty for their own
 * @param otherwise why it cannot read a raw request as it should, by the request's name
 */
public record ContractSetting(
        Transport transport,
        Set<TransportAbility> abilities,
        Optional<Executor> executor,
        Map<String, String> otherwise) {}
