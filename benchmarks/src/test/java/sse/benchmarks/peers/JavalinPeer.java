package sse.benchmarks.peers;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

record JavalinPeer(Javalin app, Queue<SseClient> clients) {
    static JavalinPeer create() {
        Queue<SseClient> clients = new ConcurrentLinkedQueue<>();
        Javalin app = Javalin.create(config -> {
            config.routes.sse("/news", client -> {
                client.keepAlive();
                clients.add(client);
                client.onClose(() -> clients.remove(client));
            });
            config.routes.post("/news", context -> {
                for (SseClient client : clients) {
                    client.sendEvent("news", context.body());
                }
            });
        });
        return new JavalinPeer(app, clients);
    }
}
