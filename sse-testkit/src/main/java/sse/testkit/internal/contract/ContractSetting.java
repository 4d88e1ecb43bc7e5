package sse.testkit.internal.contract;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import sse.api.spi.Transport;
import sse.testkit.TransportAbility;

/**
 * The subject of the contract and its exceptions.
 *
 * @param transport the transport
 * @param abilities the abilities of the transport
 * @param executor the executor of its servers; empty if each creates its own
 * @param otherwise what it makes of a raw request that it cannot read as required, by the name of the request
 */
public record ContractSetting(
        Transport transport,
        Set<TransportAbility> abilities,
        Optional<Executor> executor,
        Map<String, Set<String>> otherwise) {}
