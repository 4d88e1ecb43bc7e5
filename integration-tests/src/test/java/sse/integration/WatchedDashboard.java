package sse.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import sse.api.Response;
import sse.api.SseServer;
import sse.examples.dashboard.Dashboard;

/** The dashboard, and a page around it that reports what it shows. A program of its own, because a restart is one of the process: topics of one share their ids. */
final class WatchedDashboard {
    private WatchedDashboard() {}

    /** Prints the port, and then each report. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String watch;
        try (var in =
                Objects.requireNonNull(WatchedDashboard.class.getResourceAsStream("/browser/watch-dashboard.html"))) {
            watch = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        SseServer.Builder builder = SseServer.builder()
                .port(Integer.parseInt(args[0]))
                .respond("/watch", request -> Response.html(watch))
                .respond("/report", request -> {
                    System.out.println(request.text());
                    return Response.of(204);
                });
        SseServer server = Dashboard.EXAMPLE.starter().start(builder);
        System.out.println("port " + server.port());
        server.awaitClose();
    }
}
