#!/usr/bin/env bash
# The JDK's HttpsServer: asks for the name of each client before its handshake.
#
# Expected: a server that names no client looks none up, as the JDK's HttpServer does without TLS.
# Instead:  before the handshake of each connection it asks the system for the name of the client's address, and gives
#           that to the connection's SSLEngine. The thread waits for the answer. Virtual threads cannot leave their
#           carriers meanwhile, so that others wait, too. Here the name comes from a file; otherwise it is asked of DNS.
# Seen:     jdk.httpserver of Java 17.0.15 and 25.0.3, 2026-12-01.
# For you:  where DNS is slow to answer about the addresses of clients, so are the openings: on such a machine some 50
#           streams were opened in a second, and one waited for more than ten seconds. See to it that DNS answers, or
#           let a proxy do TLS; a file of names (-Djdk.net.hosts.file) takes the place of DNS for the whole JVM.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > Names.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

class Names {
    public static void main(String[] args) throws Exception {
        var keys = KeyStore.getInstance(new java.io.File("keys"), "password".toCharArray());
        var keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, "password".toCharArray());
        var trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(keys);
        var tls = SSLContext.getInstance("TLS");
        tls.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);

        var address = new InetSocketAddress("127.0.0.1", 0);
        ask("HttpServer", HttpServer.create(address, 0), SocketFactory.getDefault());
        var secure = HttpsServer.create(address, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        ask("HttpsServer", secure, tls.getSocketFactory());
        System.exit(0);
    }

    /** Prints what the server knows of a client at 127.0.0.5; getHostString looks nothing up. */
    static void ask(String name, HttpServer server, SocketFactory sockets) throws Exception {
        server.createContext("/", exchange -> {
            System.out.println(name + " knows its client as " + exchange.getRemoteAddress().getHostString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try (Socket client =
                sockets.createSocket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName("127.0.0.5"), 0)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
            client.getInputStream().read();
        }
    }
}
JAVA
printf '127.0.0.1 localhost\n127.0.0.5 client.example\n' > hosts

cat > expected.txt <<'TEXT'
HttpServer knows its client as 127.0.0.5
HttpsServer knows its client as client.example
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "Java $java_version"
keytool -genkeypair -keystore keys -storetype PKCS12 -storepass password -alias server -keyalg EC \
    -dname CN=localhost > keytool.log 2>&1
if ! timeout 60 java -Djdk.net.hosts.file=hosts Names.java > seen.txt 2> java.log; then
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
