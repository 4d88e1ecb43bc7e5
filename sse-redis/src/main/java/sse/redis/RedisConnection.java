package sse.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import sse.api.spi.history.EntryId;

/**
 * One connection to one server. For use by one thread at a time; {@link #close} may be called by any, and ends a call
 * that is blocked.
 *
 * <p>A call throws {@link JedisConnectionException} if no answer came, after which the connection is of no use, and
 * {@link redis.clients.jedis.exceptions.JedisDataException} if the answer is an error.
 */
final class RedisConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sse.redis");

    private final Jedis jedis;
    private final RedisSettings settings;
    private final Map<Script, byte[]> loaded = new EnumMap<>(Script.class);

    RedisConnection(Jedis jedis, RedisSettings settings) {
        this.jedis = jedis;
        this.settings = settings;
    }

    Object call(ProtocolCommand command, String... arguments) {
        byte[][] encoded = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            encoded[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        return jedis.sendCommand(command, encoded);
    }

    /** Returns true if the server is a primary. A replica answers reads too, with what it has. */
    boolean isPrimary() {
        return Replies.text(Replies.list(call(Command.ROLE)).get(0)).equals("master");
    }

    /** Returns the entries that follow a position, as soon as there is one; null if none came within a second. */
    Object readAfter(EntryId position, int count) {
        return call(
                Command.XREAD,
                "COUNT",
                Integer.toString(count),
                "BLOCK",
                Long.toString(RedisSettings.READ_BLOCK.toMillis()),
                "STREAMS",
                settings.logKey(),
                RedisId.text(position));
    }

    /** Runs a script. */
    Object run(Script script, List<byte[]> arguments) {
        List<byte[]> command = new ArrayList<>(arguments.size() + 8);
        command.add(loaded.computeIfAbsent(script, this::load));
        command.add(EntryCodec.bytes(Integer.toString(settings.keys().size())));
        settings.keys().forEach(key -> command.add(EntryCodec.bytes(key)));
        command.addAll(arguments);
        return jedis.sendCommand(Command.EVALSHA, command.toArray(byte[][]::new));
    }

    /** Once for each connection, because a server that was restarted has forgotten it. */
    private byte[] load(Script script) {
        Object digest = jedis.sendCommand(Command.SCRIPT, EntryCodec.bytes("LOAD"), script.source());
        return EntryCodec.bytes(Replies.text(digest));
    }

    @Override
    public void close() {
        try {
            jedis.close();
        } catch (JedisException alreadyBroken) {
            LOG.log(System.Logger.Level.DEBUG, "connection was broken before it was closed", alreadyBroken);
        }
    }
}
