package sse.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.clients.jedis.Jedis;
import sse.api.spi.history.Backplane;
import sse.testkit.BackplaneFixture;

/** Connects processes to one server, each through a proxy of its own, and empties the server before each test. */
final class RedisFixture implements BackplaneFixture {
    /** A server that is shared by all tests of the JVM, because to start one takes longer than a test. */
    private static RedisServer shared;

    private final RedisServer server = shared();
    private final Queue<FaultyProxy.Loss> losses = new ConcurrentLinkedQueue<>();
    private final Map<Backplane, FaultyProxy> proxies = new ConcurrentHashMap<>();

    RedisFixture() {
        server.call(Jedis::flushAll);
    }

    private static synchronized RedisServer shared() {
        if (shared == null) {
            shared = RedisServer.start();
        }
        shared.startIfStopped();
        return shared;
    }

    RedisServer server() {
        return server;
    }

    @Override
    public RedisBackplane connect() throws IOException {
        FaultyProxy proxy = new FaultyProxy(server.port(), losses);
        RedisBackplane backplane = RedisBackplane.builder()
                .address("127.0.0.1", proxy.port())
                .publishTimeout(Duration.ofSeconds(3))
                .connect();
        proxies.put(backplane, proxy);
        return backplane;
    }

    private FaultyProxy proxy(Backplane backplane) {
        return proxies.get(backplane);
    }

    @Override
    public void loseNextRequest() {
        losses.add(FaultyProxy.Loss.REQUEST);
    }

    @Override
    public void loseNextAnswer() {
        losses.add(FaultyProxy.Loss.ANSWER);
    }

    @Override
    public void holdDelivery(Backplane backplane) {
        proxy(backplane).hold();
    }

    @Override
    public void resumeDelivery(Backplane backplane) {
        proxy(backplane).release();
    }

    @Override
    public void cutWithin(Backplane backplane, int bytes) {
        proxy(backplane).cutWithin(bytes);
    }

    @Override
    public void cutPath(Backplane backplane) {
        proxy(backplane).cut();
    }

    @Override
    public void mendPath(Backplane backplane) {
        proxy(backplane).mend();
    }

    @Override
    public void stopBroker() {
        server.kill();
    }

    @Override
    public void startBroker() {
        server.startAgain();
    }

    @Override
    public void trim(int retained) {
        server.call(jedis -> jedis.xtrim("{sse}:log", retained, false));
        proxies.values().forEach(FaultyProxy::dropHeld);
    }

    /** Leaves the keys as a promoted replica has them that lacks the newest entries. */
    @Override
    public void failOver(int lost) {
        loseNewest(server, lost);
    }

    static void loseNewest(RedisServer server, int lost) {
        String script = """
            for _, entry in ipairs(redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1])) do
              redis.call('XDEL', KEYS[1], entry[1])
            end
            local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
            redis.call('XSETID', KEYS[1], last[1][1])
            redis.call('HSET', KEYS[2], 'run', 'that of the lost primary')
            redis.call('DEL', KEYS[3])
            """;
        server.call(jedis -> {
            jedis.eval(script, List.of("{sse}:log", "{sse}:meta", "{sse}:pub"), List.of(Integer.toString(lost)));
            return jedis.sendCommand(
                    redis.clients.jedis.Protocol.Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
        });
    }

    @Override
    public void empty() {
        server.call(Jedis::flushAll);
    }

    @Override
    public int followers() {
        int expected = proxies.keySet().stream()
                .mapToInt(backplane -> ((RedisBackplane) backplane).followings())
                .sum();
        long deadline = System.nanoTime() + deadline().toNanos();
        int connected = connectedFollowers();
        while (connected < expected && System.nanoTime() < deadline) {
            connected = connectedFollowers(); // They connect in their own threads.
        }
        return connected;
    }

    private int connectedFollowers() {
        return (int) server.call(Jedis::clientList)
                .lines()
                .filter(client -> client.contains(" name=sse-follow "))
                .count();
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultyProxy::close);
    }
}
