package sse.redis;

import sse.testkit.BackplaneContract;
import sse.testkit.BackplaneFixture;

/** The contract, with a redis-server on a port of its own and the faults of a network before it. */
class RedisBackplaneContractTest extends BackplaneContract {
    @Override
    protected BackplaneFixture fixture() {
        return new RedisFixture();
    }
}
