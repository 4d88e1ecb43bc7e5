package sse.benchmarks.load.tokens;

import java.util.List;
import java.util.Optional;
import sse.benchmarks.load.server.NamedClasses;

/** The servers that answer with tokens, by name. */
public final class TokenServers {
    private static final NamedClasses<TokenServer> CLASSES = new NamedClasses<>(
            TokenServer.class,
            "nio",
            "NioTokens",
            "jdkhttp",
            "JdkhttpTokens",
            "webflux",
            "WebfluxTokens",
            "mvc",
            "MvcTokens",
            "helidon",
            "HelidonTokens",
            "javalin",
            "JavalinTokens");

    private TokenServers() {}

    /** Returns the names, this library's first. */
    public static List<String> names() {
        return CLASSES.names();
    }

    /**
     * Finds a server's class.
     *
     * @param name one of the names
     * @return the class, or empty if it is missing
     */
    public static Optional<Class<? extends TokenServer>> find(String name) {
        return CLASSES.find(name);
    }

    /**
     * Makes a server, not started.
     *
     * @param name one of the names
     * @param model produces the tokens
     */
    public static TokenServer create(String name, TokenModel model) {
        return CLASSES.create(name, model);
    }
}
