package sse.redis;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Refuses a server that cannot keep a log. */
final class ServerCheck {
    private static final System.Logger LOG = System.getLogger("sse.redis");
    private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:((\\d+)\\.\\S+)");

    private ServerCheck() {}

    static void check(RedisConnection connection) {
        checkVersion(Replies.text(connection.call(Command.INFO, "server")));
        try {
            checkEviction(Replies.list(connection.call(Command.CONFIG, "GET", "maxmemory-policy")));
        } catch (JedisDataException notAllowed) {
            LOG.log(System.Logger.Level.DEBUG, "eviction policy is not known: CONFIG GET is not allowed", notAllowed);
        }
    }

    private static void checkVersion(String info) {
        Matcher version = VERSION.matcher(info);
        if (version.find() && Integer.parseInt(version.group(2)) < 7) {
            throw new IllegalStateException("server must be Redis 7.0 or later: " + version.group(1));
        }
    }

    /** The keys have no time to live, so {@code volatile-...} does not concern them. */
    private static void checkEviction(List<?> setting) {
        String policy = setting.size() < 2 ? "" : Replies.text(setting.get(1));
        if (policy.startsWith("allkeys-")) {
            throw new IllegalStateException("maxmemory-policy of the server must be noeviction or volatile-...,"
                    + " because a log from which keys are evicted loses events: " + policy);
        }
    }
}
