#!/usr/bin/env bash
# The JDK's HttpClient: bytes beyond ASCII in a header field are sent as question marks.
#
# Expected: HTML 9.2.3: "Last-Event-ID" is sent in UTF-8. RFC 9110, 5.5: a field value may have bytes from 0x80 to
#           0xFF. HttpRequest.Builder.header accepts them, a character for each byte.
# Instead:  over HTTP/1.1 each of them is 0x3F, a question mark, without an exception or a line in a log.
# Seen:     java.net.http of Java 17.0.15 and 25.0.3, 2026-11-30.
# For you:  a client built on it resumes from an id that the server has never sent, or from another event's id. Send
#           ids in ASCII; in a client let the server read the id elsewhere, such as in the query, percent-encoded.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > Id.java <<'JAVA'
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

class Id {
    public static void main(String[] args) throws Exception {
        var listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        var uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
        var field = new String("\u00e9".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var request = HttpRequest.newBuilder(uri).header("Last-Event-ID", field).build();
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        client.sendAsync(request, BodyHandlers.discarding());
        var head = new ByteArrayOutputStream();
        try (var socket = listener.accept()) {
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(socket.getInputStream().read());
            }
        }
        var hex = HexFormat.of();
        head.toString(StandardCharsets.ISO_8859_1).lines()
                .filter(line -> line.startsWith("Last-Event-ID: "))
                .map(line -> line.substring("Last-Event-ID: ".length()))
                .forEach(value -> System.out.printf("given %s, sent %s%n",
                        hex.formatHex(field.getBytes(StandardCharsets.ISO_8859_1)),
                        hex.formatHex(value.getBytes(StandardCharsets.ISO_8859_1))));
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
given c3a9, sent 3f3f
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "Java $java_version"
if ! timeout 60 java Id.java > seen.txt 2> java.log; then
    cat seen.txt java.log
    exit 1
fi
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
