package sse.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What docs/guides/several-servers.md tells users to set. */
final class RedisGuide {
    /** The rules of the user, from the line that sets it. */
    static final String ACL_RULES = rules();

    private RedisGuide() {}

    private static String rules() {
        try {
            String page =
                    Files.readString(Path.of(System.getProperty("sse.root", ".."), "docs/guides/several-servers.md"));
            String command = page.substring(page.indexOf("ACL SETUSER sse"));
            return command.substring(0, command.indexOf("```"))
                    .replace("\\\n", " ")
                    .replaceAll("\\s+", " ")
                    .replaceFirst("ACL SETUSER sse on >\\S+ ", "on ")
                    .replace("'", "")
                    .strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
