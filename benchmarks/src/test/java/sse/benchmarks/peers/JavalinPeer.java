package sse.benchmarks.peers;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.util.Queue;

final class JavalinPeer {
    private JavalinPeer() {}

    static Javalin create(Queue<SseClient> clients) {
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
        return app;
    }
}
